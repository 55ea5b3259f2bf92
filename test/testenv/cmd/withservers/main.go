// Command withservers runs a command with one private MariaDB for all of its test processes.
//
//	go run ./test/testenv/cmd/withservers -- go test ./...
//
// With -throwaway the server does not wait for the disk: what it holds need not survive the machine. Figures are not
// measured on such a server. With -galera it is three nodes of a cluster behind one address, which do not wait for it either.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"petitiondesk/test/testenv"
	"petitiondesk/test/testenv/servers"
)

// database is one server, or several that stand for one.
type database interface {
	Addr() string
	Close() error
}

func single() (database, error)    { return servers.StartMySQL() }
func throwaway() (database, error) { return servers.StartMySQLInMemory(servers.Throwaway...) }
func galera() (database, error)    { return servers.StartGaleraCluster(servers.Throwaway...) }

var kinds = map[string]func() (database, error){"-throwaway": throwaway, "-galera": galera}

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

func run(args []string, out, errw io.Writer) int {
	start := single
	if len(args) > 0 {
		if chosen, ok := kinds[args[0]]; ok {
			args, start = args[1:], chosen
		}
	}
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		fmt.Fprintln(errw, "usage: withservers [-throwaway | -galera] -- command [argument …]")
		return 2
	}
	database, err := start()
	if err != nil {
		fmt.Fprintln(errw, err)
		return 1
	}
	code := runCommand(args, "mysql://root@"+database.Addr()+"/", out, errw)
	if err := database.Close(); err != nil {
		fmt.Fprintln(errw, err)
	}
	return code
}

func runCommand(args []string, mysqlURL string, out, errw io.Writer) int {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, out, errw
	cmd.Env = append(os.Environ(), testenv.SharedMySQL+"="+mysqlURL)
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(errw, "run the command:", err)
		return 1
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			_ = cmd.Process.Signal(s)
		case err := <-ended:
			if err == nil {
				return 0
			}
			if exit, ok := errors.AsType[*exec.ExitError](err); ok && exit.ExitCode() > 0 {
				return exit.ExitCode()
			}
			fmt.Fprintln(errw, "run the command:", err)
			return 1
		}
	}
}
