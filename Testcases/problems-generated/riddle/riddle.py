"""Has a number guessed: says how far away a guess is. All points for ten guesses, half of them for more, none for a hundred."""
from dmoj.graders.interactive import InteractiveGrader
from dmoj.result import CheckerResult


class Grader(InteractiveGrader):
    def interact(self, case, interactor):
        number = int(case.input_data())
        most = int(case.output_data())
        for guesses in range(1, 101):
            guess = interactor.readint(0, 1000)
            interactor.writeln(abs(number - guess))
            if guess == number:
                points = case.points if guesses <= most else case.points / 2
                return CheckerResult(True, points, f"{guesses} guesses")
        return False
