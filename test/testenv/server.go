package testenv

import (
	"testing"
)

// Server is a private server that a test can take away and bring back at the same address.
type Server struct {
	URL string

	t        testing.TB
	instance instance
}

// instance is one server, or several that stand for one.
type instance interface {
	Addr() string
	PIDs() []int
	Start() error
	Stop() error
	Kill() error
	Close() error
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

func ownServer[I instance](t testing.TB, start func(flags ...string) (I, error), flags []string) *Server {
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

// PIDs are the process ids of what runs of the server, that of the one in use first.
func (s *Server) PIDs() []int { return s.instance.PIDs() }
