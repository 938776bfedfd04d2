program total
    implicit none
    integer :: n
    integer(8) :: s
    integer(8), allocatable :: numbers(:)
    read (*, *) n
    allocate (numbers(n))
    read (*, *) numbers
    s = sum(numbers)
    read (*, *) n
    write (*, '(i0)') s
end program total
