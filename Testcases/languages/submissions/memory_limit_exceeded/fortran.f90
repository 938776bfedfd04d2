program total
    implicit none
    integer :: n
    integer(8) :: s
    integer(8), allocatable :: numbers(:)
    type block
        integer(8), allocatable :: values(:)
    end type block
    type(block) :: blocks(64)
    integer :: i
    read (*, *) n
    allocate (numbers(n))
    read (*, *) numbers
    s = sum(numbers)
    do i = 1, 64
        allocate (blocks(i)%values(1048576))
        blocks(i)%values = i
    end do
    write (*, '(i0)') s + blocks(64)%values(n) - 64
end program total
