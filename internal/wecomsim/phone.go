package wecomsim

import (
	"embed"
	"io/fs"
	"net/http"
)

//go:embed assets
var assets embed.FS

const pagePolicy = "default-src 'self'; img-src 'self' blob: data: https: http:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'"

var defaultHints = []string{
	"登记",
	"我的",
	"待办",
	"值班",
	"换班",
	"帮助",
	"呈报 XF20261122-0001 涉及两个单位，请协调",
	"进展 XF20261122-0001 已与来访人当面沟通",
}

// routePhone serves the page at /phone and its files below /phone/.
func (s *Server) routePhone(mux *http.ServeMux) {
	files, err := fs.Sub(assets, "assets")
	if err != nil {
		panic(err) // the folder is compiled in
	}
	serve := http.StripPrefix("/phone/", http.FileServerFS(files))
	page := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", pagePolicy)
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Cache-Control", "no-cache")
		if r.URL.Path == "/phone" || r.URL.Path == "/phone/" {
			http.ServeFileFS(w, r, files, "phone.html")
			return
		}
		serve.ServeHTTP(w, r)
	}
	mux.HandleFunc("GET /phone", page)
	mux.HandleFunc("GET /phone/", page)
}
