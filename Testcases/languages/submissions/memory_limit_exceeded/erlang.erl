-module(main).
-export([main/0]).

main() ->
    io:get_line(""),
    Numbers = [list_to_integer(Word) || Word <- string:lexemes(io:get_line(""), " \n")],
    Sum = lists:sum(Numbers),
    Blocks = [lists:seq(1, 1048576) || _ <- lists:seq(1, 64)],
    io:format("~b~n", [Sum + length(Blocks) - 64]).
