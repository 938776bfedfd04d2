"""A package inside of the submission."""
