// expect: compile_error or exited 0
// wall: root, mount
// log-without: root:
// x: signs itself with a key that the compiler shall read from a file of the host, and names sources to quote
using System;

[assembly: System.Reflection.AssemblyKeyFile("/etc/shadow")]

/// <include file='/etc/passwd' path='*'/>
class Program
{
    static int Main()
    {
        Console.WriteLine("held");
        return 0;
    }
}
