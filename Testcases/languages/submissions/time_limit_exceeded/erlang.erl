-module(main).
-export([main/0]).

main() ->
    io:get_line(""),
    Numbers = [list_to_integer(Word) || Word <- string:lexemes(io:get_line(""), " \n")],
    Sum = lists:sum(Numbers),
    io:format("~b~n", [spin(Sum)]).

spin(1) -> 1;
spin(X) -> spin(X bor 2).
