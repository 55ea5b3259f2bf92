package testenv

import (
	"testing"

	"petitiondesk/test/testenv/servers"
)

// Server is a private server that a test can take away and bring back at the same address.
type Server struct {
	URL string

	t        testing.TB
	instance *servers.Instance
}

// Addr is host:port of the server.
func (s *Server) Addr() string { return s.instance.Addr() }

// Stop shuts the server down in order and returns when it is gone.
func (s *Server) Stop() {
	s.t.Helper()
	s.must(s.instance.Stop())
}

// Kill ends the server the way a power cut does.
func (s *Server) Kill() {
	s.t.Helper()
	s.must(s.instance.Kill())
}

// Start brings the server back and returns when it answers. MariaDB has kept its data, Redis has not.
func (s *Server) Start() {
	s.t.Helper()
	s.must(s.instance.Start())
}

func (s *Server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%v", err)
	}
}

func ownServer(t testing.TB, start func(flags ...string) (*servers.Instance, error), flags []string) *Server {
	t.Helper()
	instance, err := start(flags...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	t.Cleanup(func() {
		if err := instance.Close(); err != nil {
			t.Errorf("%v", err)
		}
	})
	return &Server{t: t, instance: instance}
}

// PID is the server's process id, 0 while it is down.
func (s *Server) PID() int { return s.instance.PID() }
