"""From the parts of a Word file to lines: package, styles, numbering, paragraphs, tables. Pure."""
