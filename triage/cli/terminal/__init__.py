"""The interview on a terminal: a plain front and a keyboard front behind one interface."""
