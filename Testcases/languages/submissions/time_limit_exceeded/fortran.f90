program total
    implicit none
    integer :: n
    integer(8) :: s
    integer(8), allocatable :: numbers(:)
    read (*, *) n
    allocate (numbers(n))
    read (*, *) numbers
    s = sum(numbers)
    do while (s /= 1_8)
        s = ior(s, 2_8)
    end do
    write (*, '(i0)') s
end program total
