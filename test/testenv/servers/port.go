package servers

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
)

// Ports come from below the range that the system gives to outgoing connections; a Redis cluster's bus port,
// 10000 higher, stays below it as well.
const (
	firstPort = 10000
	ports     = 10000

	// locks is one place for all processes, whatever their TMPDIR.
	locks = "/tmp/desk-test-ports"
)

// reservations keeps the locks of this process's ports open: a closed lock is given back.
var reservations struct {
	sync.Mutex
	files []*os.File
}

// ReservePort finds a port of 127.0.0.1 that nobody uses and that no other test process will be given while
// this one lives.
func ReservePort() (int, error) {
	if err := os.MkdirAll(locks, 0o777); err != nil {
		return 0, fmt.Errorf("reserve a port: %w", err)
	}
	for range 200 {
		port := firstPort + rand.IntN(ports)
		ours, err := reserve(filepath.Join(locks, strconv.Itoa(port)))
		if err != nil {
			return 0, fmt.Errorf("reserve a port: %w", err)
		}
		if ours && unused(port) && unused(port+ports) {
			return port, nil
		}
	}
	return 0, errors.New("reserve a port: none found")
}

func reserve(path string) (bool, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		return false, err
	}
	if err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return false, file.Close()
	}
	reservations.Lock()
	defer reservations.Unlock()
	reservations.files = append(reservations.files, file)
	return true, nil
}

func unused(port int) bool {
	listener, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return false
	}
	return listener.Close() == nil
}
