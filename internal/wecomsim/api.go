package wecomsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

const (
	maxJSONBody  = 1 << 20
	maxMediaBody = 21 << 20
)

// call is one request to qyapi on its way to an answer and a journal entry.
type call struct {
	kind    string // path below /cgi-bin/, for example "message/send"
	query   url.Values
	request *http.Request
	body    []byte // JSON body of a POST; nil for GET and uploads
	now     time.Time
	entry   Entry

	// file replaces the JSON answer, for media/get.
	file *mediaFile
}

// endpoint answers one call with a value to encode as JSON, or refuses it.
type endpoint struct {
	post   bool // takes a JSON body
	upload bool // takes a multipart body
	open   bool // needs no access_token
	answer func(*Server, *call) (any, *apiError)
}

var endpoints = map[string]endpoint{
	"gettoken":                     {open: true, answer: (*Server).getToken},
	"message/send":                 {post: true, answer: (*Server).sendMessage},
	"message/update_template_card": {post: true, answer: (*Server).updateCard},
	"message/recall":               {post: true, answer: (*Server).recall},
	"media/upload":                 {upload: true, answer: (*Server).uploadMedia},
	"media/get":                    {answer: (*Server).getMedia},
	"menu/create":                  {post: true, answer: (*Server).createMenu},
	"menu/get":                     {answer: (*Server).getMenu},
	"menu/delete":                  {answer: (*Server).deleteMenu},
	"user/get":                     {answer: (*Server).getUser},
	"user/list":                    {answer: (*Server).listUsers},
	"user/simplelist":              {answer: (*Server).simpleListUsers},
	"department/list":              {answer: (*Server).listDepartments},
	"department/simplelist":        {answer: (*Server).simpleListDepartments},
	"agent/get":                    {answer: (*Server).getAgent},
	"appchat/create":               {post: true, answer: (*Server).createChat},
	"appchat/send":                 {post: true, answer: (*Server).sendToChat},
	"appchat/get":                  {answer: (*Server).getGroupChat},
	"getcallbackip":                {answer: (*Server).getIPList},
	"get_api_domain_ip":            {answer: (*Server).getIPList},
}

func (s *Server) routeAPI(mux *http.ServeMux) {
	mux.HandleFunc("/cgi-bin/", s.serveAPI)
}

func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	kind := strings.TrimPrefix(r.URL.Path, "/cgi-bin/")
	c := &call{kind: kind, query: r.URL.Query(), request: r, now: s.now()}
	c.entry = Entry{Time: c.now, Kind: kind, Users: []string{}}
	point, known := endpoints[kind]
	if !known {
		writeJSON(w, http.StatusNotFound, s.record(c, nil, refuse(codeBadParameter, "unknown path /cgi-bin/%s", kind)))
		return
	}
	if err := c.readBody(w, point); err != nil {
		writeJSON(w, http.StatusOK, s.record(c, nil, err))
		return
	}
	fault := s.faults.next(kind)
	if !s.sleep(r, fault.delay) {
		return
	}
	if fault.instead != nil {
		c.entry.Fault = fault.name
		s.record(c, nil, nil)
		fault.instead(w)
		return
	}
	value, refusal := s.answer(point, c, fault)
	if fault.cutAnswer {
		c.entry.Fault = fault.name
	}
	answer := s.record(c, value, refusal)
	if fault.cutAnswer {
		panic(http.ErrAbortHandler) // the caller sees the connection break after the work was done
	}
	if c.file != nil && refusal == nil {
		c.file.serve(w, r)
		return
	}
	writeJSON(w, http.StatusOK, answer)
}

func (s *Server) answer(point endpoint, c *call, fault firedFault) (any, *apiError) {
	if fault.code != 0 {
		c.entry.Fault = fault.name
		return nil, refuse(fault.code, "injected fault")
	}
	if !point.open {
		if err := s.checkToken(c, fault.expireToken); err != nil {
			return nil, err
		}
	}
	return point.answer(s, c)
}

// readBody enforces the method and size, and keeps what the journal shows of the request.
func (c *call) readBody(w http.ResponseWriter, point endpoint) *apiError {
	c.entry.Body = c.queryAsJSON()
	wantPost := point.post || point.upload
	if wantPost != (c.request.Method == http.MethodPost) {
		return refuse(codeBadParameter, "method %s does not fit /cgi-bin/%s", c.request.Method, c.kind)
	}
	if point.upload {
		c.request.Body = http.MaxBytesReader(w, c.request.Body, maxMediaBody)
		return nil
	}
	if !point.post {
		return nil
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, c.request.Body, maxJSONBody))
	if err != nil {
		return refuse(codeBadParameter, "unreadable body")
	}
	c.body = body
	c.entry.Body = body
	if !json.Valid(body) {
		c.entry.Body = encodeJSON(string(body))
		return refuse(codeBadParameter, "Warning: wrong json format")
	}
	if hasUnicodeEscape(body) {
		return refuse(codeEscapedCharacters, `invalid char: the body must not contain \uxxxx`)
	}
	return nil
}

// queryAsJSON is the query without secrets, as the journal shows it.
func (c *call) queryAsJSON() json.RawMessage {
	shown := map[string]string{}
	for name, values := range c.query {
		if name != "access_token" && name != "corpsecret" {
			shown[name] = strings.Join(values, ",")
		}
	}
	return encodeJSON(shown)
}

// record appends the call to the journal and returns the encoded answer.
func (s *Server) record(c *call, value any, refusal *apiError) []byte {
	switch {
	case refusal != nil && value == nil:
		value = refusal.status()
	case c.file != nil:
		value = map[string]any{"media_id": c.file.ID, "bytes": len(c.file.data)}
	}
	if value != nil {
		c.entry.Answer = encodeJSON(value)
	}
	s.journal.append(c.entry)
	return c.entry.Answer
}

// decode reads the JSON body strictly: unknown fields and wrong types are refused.
func (c *call) decode(into any) *apiError {
	return decodeStrict(c.body, into)
}

func decodeStrict(body []byte, into any) *apiError {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	err := decoder.Decode(into)
	var wrongType *json.UnmarshalTypeError
	switch {
	case err == nil && decoder.More():
		return refuse(codeBadParameter, "Warning: wrong json format. more than one value")
	case errors.As(err, &wrongType):
		return refuse(codeBadParameter, "Warning: wrong json format. %s: %s instead of %s", wrongType.Field, wrongType.Value, wrongType.Type)
	case err != nil:
		return refuse(codeBadParameter, "Warning: wrong json format. %s", strings.TrimPrefix(err.Error(), "json: "))
	}
	return nil
}

// hasUnicodeEscape finds \uxxxx, which doc 90313 forbids in a request (40033).
func hasUnicodeEscape(body []byte) bool {
	for i := bytes.IndexByte(body, '\\'); i >= 0 && i+1 < len(body); {
		if body[i+1] == 'u' {
			return true
		}
		next := bytes.IndexByte(body[i+2:], '\\')
		if next < 0 {
			return false
		}
		i += 2 + next
	}
	return false
}

// encodeJSON writes <, > and & as they are, like the platform.
func encodeJSON(value any) json.RawMessage {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(fmt.Sprintf("wecomsim: encode %T: %v", value, err)) // only our own types come here
	}
	return bytes.TrimRight(out.Bytes(), "\n")
}

func writeJSON(w http.ResponseWriter, code int, body []byte) {
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(code)
	_, _ = w.Write(body) // the client may be gone
}

// sleep waits for d and reports false when the caller left meanwhile.
func (s *Server) sleep(r *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	case <-s.closed:
		return false
	}
}
