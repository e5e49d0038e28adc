"""From the elements of a web page to lines: flow of blocks, tables, list numbers. Pure."""
