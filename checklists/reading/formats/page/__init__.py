"""From marks on a page to lines: reading order, tables, paragraphs, running heads. Pure."""
