"""A draft out of a file, as the text that the editor takes."""
