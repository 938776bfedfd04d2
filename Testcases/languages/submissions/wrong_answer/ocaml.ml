let () =
  let n = Scanf.scanf " %d" (fun x -> x) in
  let numbers = List.init n (fun _ -> Scanf.scanf " %d" (fun x -> x)) in
  let sum = List.fold_left ( + ) 0 numbers in
  Printf.printf "%d\n" (sum + 1)
