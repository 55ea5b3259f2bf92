package servers

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// StartGalera starts a cluster of so many MariaDB nodes that replicate to each other synchronously. Started again after a stop
// or a kill, a node joins those that are left.
func StartGalera(count int, flags ...string) ([]*Instance, error) {
	library, err := galeraLibrary()
	if err != nil {
		return nil, err
	}
	var members []string
	groups := make([]int, count)
	for n := range count {
		if groups[n], err = ReservePort(); err != nil {
			return nil, err
		}
		members = append(members, at(groups[n]))
	}
	var nodes []*Instance
	for n := range count {
		node, err := startNode(library, n, groups[n], members, flags)
		if err != nil {
			for _, started := range nodes {
				err = errors.Join(err, started.Close())
			}
			return nil, fmt.Errorf("start node %d of the cluster: %w", n+1, err)
		}
		nodes = append(nodes, node)
	}
	return nodes, nil
}

func galeraLibrary() (string, error) {
	for _, path := range []string{"/usr/lib/galera/libgalera_smm.so", "/usr/lib64/galera-4/libgalera_smm.so"} {
		if _, err := os.Stat(path); err == nil {
			return path, nil
		}
	}
	return "", errors.New("the Galera library is not installed: apt-get install galera-4")
}

func startNode(library string, n, group int, members, flags []string) (*Instance, error) {
	server, err := find("mariadbd", "mariadb-server")
	if err != nil {
		return nil, err
	}
	if _, err := find("rsync", "rsync"); err != nil { // by which a joining node is given the data
		return nil, err
	}
	state, err := ReservePort()
	if err != nil {
		return nil, err
	}
	increment, err := ReservePort()
	if err != nil {
		return nil, err
	}
	node, err := newInstance("galera")
	if err != nil {
		return nil, err
	}
	if err := installData(node.dir); err != nil {
		_ = node.Close()
		return nil, err
	}
	owner, err := giveAway(node.dir)
	if err != nil {
		_ = node.Close()
		return nil, err
	}
	begun := n > 0 // the first one makes the cluster, once
	node.command = func(port int) *exec.Cmd {
		ours := append(serverFlags(node.dir, port),
			"--wsrep-on=ON", "--wsrep-provider="+library, "--wsrep-cluster-name=desk", "--wsrep-cluster-address=gcomm://"+strings.Join(members, ","),
			"--wsrep-node-name=node"+strconv.Itoa(n+1), "--wsrep-node-address=127.0.0.1", "--wsrep-sst-method=rsync",
			"--wsrep-sst-receive-address="+at(state), "--binlog-format=ROW", "--innodb-autoinc-lock-mode=2",
			"--wsrep-provider-options=gmcast.listen_addr=tcp://"+at(group)+";ist.recv_addr="+at(increment)+";gcache.size=32M;gcs.fc_limit=64;evs.suspect_timeout=PT3S;evs.inactive_timeout=PT6S")
		if !begun {
			ours, begun = append(ours, "--wsrep-new-cluster"), true
		}
		return exec.Command(server, slices.Concat(ours[:1], owner, ours[1:], flags)...) // the first --user holds
	}
	node.ready = nodeReady
	return node, node.startOnFreePort()
}

// giveAway makes root's node run as the user that its package made: rsync's daemon, which fills a joining node, would else run as
// nobody and could write nothing.
func giveAway(dir string) (flags []string, err error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	const name = "mysql"
	owner, err := user.Lookup(name)
	if err != nil {
		return nil, fmt.Errorf("find the user of the database: %w", err)
	}
	uid, err := strconv.Atoi(owner.Uid)
	if err != nil {
		return nil, fmt.Errorf("find the user of the database: %w", err)
	}
	err = filepath.WalkDir(dir, func(path string, _ fs.DirEntry, err error) error {
		return cmp.Or(err, os.Lchown(path, uid, -1))
	})
	return []string{"--user=" + name}, err
}

func at(port int) string { return "127.0.0.1:" + strconv.Itoa(port) }

// nodeReady holds once a node takes statements: it has joined and caught up.
func nodeReady(ctx context.Context, port int) error {
	db, err := open(&url.URL{Host: at(port), User: url.User("root")})
	if err != nil {
		return err
	}
	defer db.Close()
	return synced(ctx, db)
}

func synced(ctx context.Context, db *sql.DB) error {
	var name, ready string
	if err := db.QueryRowContext(ctx, "SHOW STATUS LIKE 'wsrep_ready'").Scan(&name, &ready); err != nil {
		return err
	}
	if ready != "ON" {
		return fmt.Errorf("wsrep_ready is %s", ready)
	}
	return nil
}
