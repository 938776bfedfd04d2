let () =
  let n = Scanf.scanf " %d" (fun x -> x) in
  let numbers = List.init n (fun _ -> Scanf.scanf " %d" (fun x -> x)) in
  let sum = List.fold_left ( + ) 0 numbers in
  let x = ref sum in
  while !x <> 1 do
    x := !x lor 2
  done;
  Printf.printf "%d\n" !x
