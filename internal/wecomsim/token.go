package wecomsim

import "time"

const tokenLifetime = 7200 * time.Second // doc 91039

type tokenAnswer struct {
	status
	AccessToken string `json:"access_token"`
	ExpiresIn   int64  `json:"expires_in"` // seconds
}

// getToken answers GET gettoken?corpid=&corpsecret= (doc 91039). Every call issues a new token; earlier
// ones stay valid until they expire.
func (s *Server) getToken(c *call) (any, *apiError) {
	corpID, secret := c.query.Get("corpid"), c.query.Get("corpsecret")
	switch {
	case corpID == "":
		return nil, refuse(codeMissingCorpID, "corpid missing")
	case secret == "":
		return nil, refuse(codeMissingSecret, "corpsecret missing")
	case corpID != s.config.CorpID:
		return nil, refuse(codeBadCorpID, "invalid corpid")
	case secret != s.config.Secret:
		return nil, refuse(codeBadSecret, "invalid credential")
	}
	lifetime := tokenLifetime
	if seconds := s.faults.get().TokenTTL; seconds > 0 {
		lifetime = time.Duration(seconds) * time.Second
	}
	token := s.newID("tk") + randomHex(16)
	s.state.Lock()
	defer s.state.Unlock()
	for old, expires := range s.tokens {
		if !c.now.Before(expires) {
			delete(s.tokens, old)
		}
	}
	s.tokens[token] = c.now.Add(lifetime)
	return tokenAnswer{okStatus, token, int64(lifetime / time.Second)}, nil
}

// checkToken refuses a missing token with 41001, an unknown or expired one with 40014. expireAll is the
// token_expired fault: the platform may drop tokens before their time.
func (s *Server) checkToken(c *call, expireAll bool) *apiError {
	token := c.query.Get("access_token")
	if token == "" {
		return refuse(codeMissingToken, "access_token missing")
	}
	s.state.Lock()
	defer s.state.Unlock()
	if expireAll {
		clear(s.tokens)
	}
	if expires, known := s.tokens[token]; !known || !c.now.Before(expires) {
		return refuse(codeBadToken, "invalid access_token")
	}
	return nil
}
