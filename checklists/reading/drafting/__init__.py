"""From a sentence that binds to the items that an inspector could be asked: facts, question, answer, proof. Pure."""
