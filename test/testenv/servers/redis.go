package servers

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"os/exec"
	"strconv"
	"time"
)

// StartRedis starts a Redis that keeps nothing on disk; flags are given to redis-server after ours.
func StartRedis(flags ...string) (*Instance, error) {
	server, err := find("redis-server", "redis-server")
	if err != nil {
		return nil, err
	}
	i, err := newInstance("redis")
	if err != nil {
		return nil, err
	}
	i.command = func(port int) *exec.Cmd {
		ours := []string{
			"--port", strconv.Itoa(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", i.dir,
		}
		return exec.Command(server, append(ours, flags...)...)
	}
	i.ready = pingRedis
	if err := i.startOnFreePort(); err != nil {
		return nil, err
	}
	return i, nil
}

func pingRedis(ctx context.Context, port int) error {
	dialer := net.Dialer{Timeout: time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", "127.0.0.1:"+strconv.Itoa(port))
	if err != nil {
		return err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(time.Second))
	if _, err := conn.Write([]byte("PING\r\n")); err != nil {
		return err
	}
	answer, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		return err
	}
	if answer != "+PONG\r\n" {
		return fmt.Errorf("answered %q to PING", answer)
	}
	return nil
}
