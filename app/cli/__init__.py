"""Commands: flask content … and flask registry …, thin, over the same functions as the web."""
