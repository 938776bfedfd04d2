let () =
  let n = Scanf.scanf " %d" (fun x -> x) in
  let numbers = List.init n (fun _ -> Scanf.scanf " %d" (fun x -> x)) in
  let sum = List.fold_left ( + ) 0 numbers in
  let blocks = List.init 64 (fun i -> Array.make (1 lsl 20) i) in
  Printf.printf "%d\n" (sum + List.length blocks - 64)
