"""A draft with its feedback as a file that goes elsewhere: one module a format, each a pure function."""
