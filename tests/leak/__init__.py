"""No number of a person is left anywhere: a scanner, a tripwire over the whole suite, a run of the real thing."""
