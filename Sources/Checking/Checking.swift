// Comparators and validators.
