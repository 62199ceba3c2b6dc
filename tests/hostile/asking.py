"""Scripts that ask for what they may not: ahead of need, by sockets, by any loader, in disguise."""

ASKING = {
    "speculates": """
const all = [{source: 'list', urls: ['/speculative?rule', ...T], eagerness: 'immediate'}];
const s = document.createElement('script');
s.type = 'speculationrules';
s.textContent = JSON.stringify({prefetch: all, prerender: all});
document.head.append(s);
for (const rel of ['prefetch', 'prerender', 'next', 'preconnect']) {
  const l = document.createElement('link');
  l.rel = rel; l.href = '/speculative?' + rel;
  document.head.append(l);
}""",
    "connects": """
const w = location.origin.replace('http', 'ws') + '/socket';
try { new WebSocket(w + '?page') } catch (e) {}
try { new WebSocketStream(w + '?stream') } catch (e) {}
new Worker(URL.createObjectURL(new Blob([`new WebSocket('${w}?worker')`])));
const f = document.createElement('iframe');
document.body.append(f);
try { new f.contentWindow.WebSocket(w + '?frame') } catch (e) {}""",
    "loads": """
const L = '/comments/5/like?';
const put = (tag, given) => {
  const e = document.createElement(tag);
  for (const name in given) e.setAttribute(name, given[name]);
  document.body.append(e);
};
for (const t of ['script', 'iframe', 'img', 'embed', 'video', 'track']) put(t, {src: L + t});
for (const rel of ['stylesheet', 'icon', 'manifest', 'modulepreload', 'prefetch'])
  put('link', {rel, href: L + rel});
put('link', {rel: 'preload', as: 'fetch', href: L + 'preload'});
put('object', {data: L + 'object'});
new EventSource(L + 'events');
try { new Worker(L + 'worker') } catch (e) {}
import(L + 'import').catch(() => 0);
fetch('/hop?to=' + encodeURIComponent('/api/%76ote/5')).catch(() => 0);
for (const u of ['/likeComment?id=5', '/c?action=comment_vote&id=5', '/index.php?r=comments/like'])
  fetch(u).catch(() => 0);
put('iframe', {name: 'into'});
const g = document.createElement('form');
g.action = '/api/vote'; g.target = 'into';
document.body.append(g);
g.submit();""",
    "disguises": r"""
const post = (url, body, headers) => fetch(url, {method: 'POST', body, headers}).catch(() => 0);
const M = 'mutation{like(id:5)}';
const form = new FormData();
form.append('query', M);
post('/graphql', JSON.stringify({pad: 'a'.repeat(70000), query: M}));
post('/graphql', String.raw`{"query":"mu\u0074ation{like(id:5)}"}`);
post('/graphql', new Blob([JSON.stringify({query: M})], {type: 'application/json'}));
post('/graphql', form);
post('/graphql', M);
post('/api/%76ote');
post('/api/votes/5');
post('/likeComment', 'id=5');
post('/api/comments/5?_method=DELETE');
post('/api/comments/5', '_method=DELETE');
post('/api/comments/5', null, {'X-HTTP-Method-Override': 'DELETE'});
post('/xmlrpc.php', '<methodCall><methodName>wp.newComment</methodName></methodCall>');
post('/rpc', JSON.stringify({jsonrpc: '2.0', method: 'comments.like', params: [5]}));
post('/api/comments', JSON.stringify({text: 'Buy my boat', author: 'x'}));
addEventListener('pagehide', () => {
  navigator.sendBeacon('/api/vote', 'x');
  fetch('/api/vote', {method: 'POST', keepalive: true});
});""",
    "reads": """
const ask = (url, body) => fetch('/read' + url, {method: 'POST', body});
ask('/api/report/123/comments');
ask('/share/count', 'url=a');
ask('/search', JSON.stringify({query: 'mutation'}));
ask('/ajax', 'action=wpdLoadMoreComments&page=2');
ask('/comments_reply_list');
fetch('/read/like/count');
fetch('/read/graphql?query={comments{id}}');""",
}
READS = (
    *("POST /read/api/report/123/comments", "POST /read/share/count", "POST /read/search"),
    *("POST /read/ajax", "POST /read/comments_reply_list", "GET /read/like/count"),
    "GET /read/graphql",
)
"""What the article `reads` asks for: all of it may be asked for."""
