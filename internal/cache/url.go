package cache

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
	"github.com/redis/go-redis/v9/maintnotifications"
)

const (
	dialWait  = time.Second
	replyWait = 500 * time.Millisecond

	redisPort    = "6379"
	sentinelPort = "26379"
)

// address is a URL taken apart. net/url refuses several hosts with ports.
type address struct {
	scheme, user, password string
	hosts                  string
	path                   []string
	query                  url.Values
}

// optionsFor reads a Redis URL. Its errors never repeat the URL, which may hold a password.
func optionsFor(text string) (*redis.UniversalOptions, error) {
	a, err := takeApart(text)
	if err != nil {
		return nil, err
	}
	options := defaults()
	options.Username, options.Password = a.user, a.password
	secure := a.scheme == "rediss" || a.query.Get("tls") == "true"
	port := redisPort
	switch {
	case (a.scheme == "redis" || a.scheme == "rediss") && len(a.path) <= 1 && !strings.Contains(a.hosts, ","):
		options.DB, err = database(a.path)
	case a.scheme == "redis+sentinel" && len(a.path) >= 1 && len(a.path) <= 2:
		port = sentinelPort
		options.MasterName = a.path[0]
		options.SentinelUsername, options.SentinelPassword = a.query.Get("sentinel_user"), a.query.Get("sentinel_password")
		options.DB, err = database(a.path[1:])
	case a.scheme == "redis+cluster" && len(a.path) == 0:
		options.IsClusterMode = true
	default:
		err = errors.New("read Redis URL: want redis://host:6379/0, rediss://…, redis+sentinel://host,host/master, redis+cluster://host,host or embedded")
	}
	if err != nil {
		return nil, err
	}
	if options.Addrs, err = addresses(a.hosts, port); err != nil {
		return nil, err
	}
	if secure {
		options.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return options, nil
}

func takeApart(text string) (address, error) {
	scheme, rest, found := strings.Cut(text, "://")
	if !found {
		return address{}, errors.New("read Redis URL: want a URL such as redis://host:6379/0, or embedded")
	}
	a := address{scheme: scheme}
	rest, query, _ := strings.Cut(rest, "?")
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		user, password, _ := strings.Cut(rest[:at], ":")
		var wrong [2]error
		a.user, wrong[0] = url.PathUnescape(user)
		a.password, wrong[1] = url.PathUnescape(password)
		if errors.Join(wrong[:]...) != nil {
			return address{}, errors.New("read Redis URL: special characters of user and password must be percent-encoded")
		}
		rest = rest[at+1:]
	}
	hosts, path, _ := strings.Cut(rest, "/")
	a.hosts = hosts
	if path = strings.Trim(path, "/"); path != "" {
		a.path = strings.Split(path, "/")
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return address{}, errors.New("read Redis URL: the parameters after ? cannot be read")
	}
	for name := range values {
		if name != "tls" && name != "sentinel_user" && name != "sentinel_password" {
			return address{}, fmt.Errorf("read Redis URL: there is no parameter %s", name)
		}
	}
	a.query = values
	return a, nil
}

func database(path []string) (int, error) {
	if len(path) == 0 {
		return 0, nil
	}
	db, err := strconv.Atoi(path[0])
	if err != nil || db < 0 {
		return 0, errors.New("read Redis URL: the database after / is a number from 0")
	}
	return db, nil
}

func addresses(hosts, port string) ([]string, error) {
	var list []string
	for host := range strings.SplitSeq(hosts, ",") {
		if _, _, err := net.SplitHostPort(host); err != nil {
			host = net.JoinHostPort(strings.Trim(host, "[]"), port)
		}
		if strings.HasPrefix(host, ":") {
			return nil, errors.New("read Redis URL: a host is missing")
		}
		list = append(list, host)
	}
	return list, nil
}

// defaults make every call fail quickly when Redis is gone.
func defaults() *redis.UniversalOptions {
	return &redis.UniversalOptions{
		DialTimeout:           dialWait,
		DialerRetries:         1,
		ReadTimeout:           replyWait,
		WriteTimeout:          replyWait,
		PoolTimeout:           dialWait,
		MaxRetries:            1,
		ContextTimeoutEnabled: true,
		DisableIdentity:       true,
		MaintNotificationsConfig: &maintnotifications.Config{
			Mode: maintnotifications.ModeDisabled,
		},
	}
}
