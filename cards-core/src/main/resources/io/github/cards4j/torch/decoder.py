# The device program: a decoder over token trees of several continuations, as TorchScript text.
# Java wraps this text in TorchScript's archive format and calls its methods; see docs/architecture.md.
#
# Letters: T tokens of this pass, H hidden size, D head size, V vocabulary, P accepted tokens of one continuation,
# L slots in use behind them. dtype numbers are PyTorch's: 4 int64, 5 float16, 6 float32, 7 float64, 15 bfloat16.
#
# weights: [embedding, final norm, head, then for each layer: norm, query-key-value, output, norm, gate-up, down]
# products: the same list, its matrices packed where the CPU gains by it
# extras: for each layer 7 vectors: biases of query-key-value, output, gate-up and down; weights of the heads' norms
#   [heads + kvHeads, 1, D]; of the norms behind attention and behind the feed-forward part. What a family lacks is an
#   empty tensor; the list is empty for a Llama
# rotary: cosines and sines [positions, D]; then those of the layers with a window, where they have their own
# ints: query heads, key/value heads, whether there are biases, norms of the heads, norms behind; activation (0 silu,
#   1 gelu by tanh, 2 gelu); then for each layer whether it has a window
# reals: eps of the norms, scale of query-key products, scale of embeddings (1 none), cap of those products, cap of the
#   logits (0 none)
# window: how many tokens a token sees in layers with a window, itself included; 0 while nobody's window hides anything
# how: how products are computed: 0 as the library does; 1 by its kernels for packed matrices; 2 widened to float32
# cache: for each layer keys and values, [2, kvHeads, capacity, D]
class Decoder(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ---- loading

  # Maps a weights file: one flat tensor, nothing is read yet.
  def map_file(self: __torch__.Decoder, path: str, elements: int, dtype: int) -> Tensor:
    return torch.from_file(path, False, elements, dtype=dtype)

  # One matrix (or vector, rows = 0) made of the named stretches of mapped files, stacked; in the computing type, on the device.
  def weight(self: __torch__.Decoder, files: List[Tensor], file: List[int], offset: List[int], rows: List[int], cols: int, dtype: int, device: str) -> Tensor:
    parts = annotate(List[Tensor], [])
    for i in range(torch.len(file)):
      n = rows[i] * cols
      t = torch.view(torch.narrow(files[file[i]], 0, offset[i], n), [rows[i], cols])
      _0 = torch.append(parts, t)
    whole = parts[0]
    if torch.gt(torch.len(parts), 1):
      whole = torch.cat(parts, 0)
    return torch.to(whole, torch.device(device), dtype)

  # A norm's weights, or a bias. Some families' norms keep what is to be added to 1.
  def vector(self: __torch__.Decoder, w: Tensor, added: float) -> Tensor:
    return torch.add(torch.reshape(w, [torch.numel(w)]), added)

  # Weights of the norms of query heads and of key heads, one row a head: [heads + kv_heads, 1, D].
  def head_norms(self: __torch__.Decoder, q: Tensor, k: Tensor, heads: int, kv_heads: int) -> Tensor:
    d = torch.numel(q)
    return torch.cat([torch.repeat(torch.view(q, [1, 1, d]), [heads, 1, 1]), torch.repeat(torch.view(k, [1, 1, d]), [kv_heads, 1, 1])], 0)

  # Stands for what a family does not have.
  def nothing(self: __torch__.Decoder, device: str) -> Tensor:
    return torch.zeros([0], dtype=6, device=torch.device(device))

  def pack(self: __torch__.Decoder, w: Tensor) -> Tensor:
    return ops.mkldnn._reorder_linear_weight(w, 8)

  # Cosines and sines of rotary positions, float32 [positions, D] each, from D/2 frequencies in radians per position.
  def rotary(self: __torch__.Decoder, frequencies: Tensor, positions: int, device: str) -> Tuple[Tensor, Tensor]:
    angle = torch.mul(torch.unsqueeze(torch.to(torch.arange(positions, dtype=4), 6), 1), torch.unsqueeze(frequencies, 0))
    sin = torch.sin(angle)
    signed = torch.cat([torch.neg(sin), sin], 1)
    return (torch.to(torch.cos(torch.cat([angle, angle], 1)), torch.device(device), 6), torch.to(signed, torch.device(device), 6))

  # Small numbers in a matrix, to try out what a CPU can do.
  def sample_matrix(self: __torch__.Decoder, rows: int, columns: int, dtype: int) -> Tensor:
    return torch.to(torch.div(torch.reshape(torch.arange(rows * columns, dtype=6), [rows, columns]), 100.), dtype)

  # ---- caches

  def new_cache(self: __torch__.Decoder, layers: int, kv_heads: int, capacity: int, dim: int, dtype: int, device: str) -> List[Tensor]:
    kv = annotate(List[Tensor], [])
    for i in range(layers):
      _0 = torch.append(kv, torch.zeros([2, kv_heads, capacity, dim], dtype=dtype, device=torch.device(device)))
    return kv

  # A larger or smaller cache in the same list; the first `used` slots stay.
  def resize(self: __torch__.Decoder, kv: List[Tensor], capacity: int, used: int) -> int:
    for i in range(torch.len(kv)):
      old = kv[i]
      new = torch.new_zeros(old, [2, old.size(1), capacity, old.size(3)])
      _0 = torch.copy_(torch.narrow(new, 2, 0, used), torch.narrow(old, 2, 0, used))
      kv[i] = new
    return capacity

  # Accepts: gathers a branch's slots to the place `at`, behind the prefix.
  def keep(self: __torch__.Decoder, kv: List[Tensor], slots: Tensor, at: int) -> int:
    n = slots.size(0)
    where = torch.to(slots, ops.prim.device(kv[0]))
    for i in range(torch.len(kv)):
      _0 = torch.copy_(torch.narrow(kv[i], 2, at, n), torch.index_select(kv[i], 2, where))
    return at + n

  # Copies slots first to end - 1 of one cache to the same place in another, large enough one.
  def copy(self: __torch__.Decoder, from_kv: List[Tensor], to_kv: List[Tensor], first: int, end: int) -> int:
    for i in range(torch.len(to_kv)):
      _0 = torch.copy_(torch.narrow(to_kv[i], 2, first, end - first), torch.narrow(from_kv[i], 2, first, end - first))
    return end

  def row(self: __torch__.Decoder, logits: Tensor, i: int) -> Tensor:
    return torch.clone(torch.narrow(logits, 0, i, 1))

  # ---- the transformer

  # A product in float32 of a matrix of a narrower type, piece by piece: the pieces widened stay in the processor's cache,
  # so memory is read as if the product were computed in the narrower type. [n, rows of w]
  def widened(self: __torch__.Decoder, x: Tensor, w: Tensor) -> Tensor:
    n = w.size(0)
    columns = w.size(1)
    piece = ops.prim.max(torch.mul(torch.floordiv(524288, columns * 64), 64), 64)
    wide = torch.to(x, 6)
    y = torch.empty([x.size(0), n], dtype=6)
    part = torch.empty([ops.prim.min(piece, n), columns], dtype=6)
    for i in range(torch.floordiv(n + piece - 1, piece)):
      at = i * piece
      rows = ops.prim.min(piece, n - at)
      p = torch.copy_(torch.narrow(part, 0, 0, rows), torch.narrow(w, 0, at, rows))
      _0 = torch.mm(wide, torch.t(p), out=torch.narrow(y, 1, at, rows))
    return y

  # Libraries without oneDNN lack its operators, and a program that names them cannot be loaded there: Java then writes
  # others into this line and into that of pack.
  def packed_product(self: __torch__.Decoder, x: Tensor, w: Tensor, bias: Optional[Tensor]) -> Tensor:
    return ops.mkldnn._linear_pointwise(x, w, bias, "none", annotate(List[Optional[number]], []), "")

  def product(self: __torch__.Decoder, x: Tensor, w: Tensor, how: int) -> Tensor:
    y = x
    if torch.eq(how, 1):
      y = self.packed_product(x, w, None)
    elif torch.eq(how, 0):
      y = torch.linear(x, w)
    elif torch.eq(x.size(0), 1):
      # a single row takes no longer than reading the matrix
      y = torch.unsqueeze(torch.mv(w, x[0]), 0)
    else:
      y = torch.to(self.widened(x, w), ops.prim.dtype(x))
    return y

  # A product and a bias, unless that is empty.
  def affine(self: __torch__.Decoder, x: Tensor, w: Tensor, bias: Tensor, how: int) -> Tensor:
    y = x
    if torch.eq(torch.numel(bias), 0):
      y = self.product(x, w, how)
    elif torch.eq(how, 1):
      y = self.packed_product(x, w, bias)
    elif torch.eq(how, 0):
      y = torch.linear(x, w, bias)
    else:
      y = torch.add(self.product(x, w, how), bias)
    return y

  # RMSNorm in four steps instead of the eight of torch.rms_norm, computed in float32. small is the root of width times eps.
  def norm(self: __torch__.Decoder, x: Tensor, w: Tensor, small: Tensor, zero: Tensor) -> Tensor:
    n = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
    y = torch.addcmul(zero, torch.div(x, torch.hypot(n, small)), w, value=torch.sqrt(x.size(-1)))
    return torch.to(y, ops.prim.dtype(x))

  # Additive mask [groups * n, P + L]. A token sees the first prefix[i] slots, and its own branch up to its own position;
  # with a window, of these only the last so many positions. The prefix's slots are its positions.
  def visible(self: __torch__.Decoder, pos: Tensor, branch: Tensor, prefix: Tensor, p: int, tail_pos: Tensor, tail_branch: Tensor, groups: int, window: int, dtype: int) -> Tensor:
    n = pos.size(0)
    l = tail_pos.size(0)
    slots = torch.arange(p, dtype=4, device=ops.prim.device(pos))
    hidden = torch.ge(torch.unsqueeze(slots, 0), torch.unsqueeze(prefix, 1))
    passed = pos
    if torch.gt(window, 0):
      passed = torch.unsqueeze(torch.sub(pos, window), 1)
      hidden = torch.logical_or(hidden, torch.le(torch.unsqueeze(slots, 0), passed))
    if torch.gt(l, 0):
      other = torch.ne(torch.unsqueeze(branch, 1), torch.unsqueeze(tail_branch, 0))
      later = torch.lt(torch.unsqueeze(pos, 1), torch.unsqueeze(tail_pos, 0))
      out = torch.logical_or(other, later)
      if torch.gt(window, 0):
        out = torch.logical_or(out, torch.le(torch.unsqueeze(tail_pos, 0), passed))
      hidden = torch.cat([hidden, out], 1)
    # kernels want rows that begin at multiples of 8 elements
    padded = torch.mul(torch.floordiv(p + l + 7, 8), 8)
    m = torch.zeros([n, padded], dtype=dtype, device=ops.prim.device(pos))
    _0 = torch.masked_fill_(torch.narrow(m, 1, 0, p + l), hidden, -30000.)
    return torch.narrow(torch.repeat(m, [groups, 1]), 1, 0, p + l)

  # Attention whose scores are capped before the mask, which no fused kernel does; shapes as of attend.
  def attend_capped(self: __torch__.Decoder, q: Tensor, kv: Tensor, mask: Tensor, scale: float, cap: float) -> Tensor:
    scores = torch.mul(torch.bmm(q, torch.transpose(torch.select(kv, 0, 0), 1, 2)), torch.div(scale, cap))
    masked = torch.add(torch.mul(torch.tanh(scores), cap), mask)
    return torch.bmm(torch.to(torch.softmax(masked, -1, dtype=6), ops.prim.dtype(q)), torch.select(kv, 0, 1))

  # Attention of queries [kvHeads, rows, D] to keys and values [2, kvHeads, P + L, D]; same shape as the queries. A few
  # rows in float32 on a CPU are sooner done in three steps than by the fused kernel.
  def attend(self: __torch__.Decoder, q: Tensor, kv: Tensor, mask: Tensor, scale: float, how: int) -> Tensor:
    out = q
    if torch.__and__(torch.eq(how, 1), torch.__and__(torch.le(q.size(1), 64), torch.eq(ops.prim.dtype(q), 6))):
      keys = torch.transpose(torch.select(kv, 0, 0), 1, 2)
      scores = torch.baddbmm(torch.unsqueeze(mask, 0), q, keys, beta=1, alpha=scale)
      out = torch.bmm(torch.softmax(scores, -1), torch.select(kv, 0, 1))
    else:
      masked = torch.unsqueeze(torch.unsqueeze(mask, 0), 0)
      a = torch.scaled_dot_product_attention(torch.unsqueeze(q, 0), torch.slice(kv, 0, 0, 1), torch.slice(kv, 0, 1), masked, 0., False, scale=scale, enable_gqa=False)
      out = torch.squeeze(a, 0)
    return out

  # One pass. tokens is int64 [5, T]: ids, positions, slots, branches, visible prefixes. Of continuation j it holds
  # lens[j] tokens, and behind all of them there may be padding; prefixes[j] is its P, and tails (int64 [2, sum L]: positions, branches) describes its slots from P on.
  # Returns the final hidden states of the rows asked for, normed: [rows, H].
  def hidden(self: __torch__.Decoder, tokens0: Tensor, lens: List[int], prefixes: List[int], tails0: Tensor, tail_lens: List[int], rows: Tensor, ws: List[Tensor], ps: List[Tensor], xs: List[Tensor], kvs: List[List[Tensor]], rotary: List[Tensor], ints: List[int], reals: List[float], window: int, how: int) -> Tensor:
    device = ops.prim.device(ws[0])
    dtype = ops.prim.dtype(ws[0])
    # every input goes to the device first: on a GPU a copy waits for all that was asked for before it
    tokens = torch.to(tokens0, device)
    tails = torch.to(tails0, device)
    wanted = torch.to(rows, device)
    ids = tokens[0]
    pos = tokens[1]
    slot = tokens[2]
    t = ids.size(0)
    d = rotary[0].size(1)
    heads = ints[0]
    kv_heads = ints[1]
    biased = torch.gt(ints[2], 0)
    head_norms = torch.gt(ints[3], 0)
    norms_behind = torch.gt(ints[4], 0)
    activation = ints[5]
    eps = reals[0]
    scale = reals[1]
    cap = reals[3]
    groups = torch.floordiv(heads, kv_heads)
    layers = torch.floordiv(torch.len(ws) - 3, 6)
    full = annotate(List[Tensor], [])
    near = annotate(List[Tensor], [])
    slots = annotate(List[Tensor], [])
    at = 0
    tail = 0
    for j in range(torch.len(lens)):
      n = lens[j]
      l = tail_lens[j]
      own = torch.narrow(tokens, 1, at, n)
      behind = torch.narrow(tails, 1, tail, l)
      _0 = torch.append(full, self.visible(own[1], own[3], own[4], prefixes[j], behind[0], behind[1], groups, 0, dtype))
      if torch.gt(window, 0):
        _01 = torch.append(near, self.visible(own[1], own[3], own[4], prefixes[j], behind[0], behind[1], groups, window, dtype))
      _1 = torch.append(slots, torch.narrow(slot, 0, at, n))
      at = at + n
      tail = tail + l
    x = torch.embedding(ws[0], ids)
    if torch.ne(reals[2], 1.):
      # by the number in the computing type, as the original does
      x = torch.mul(x, torch.full([], reals[2], dtype=dtype, device=device))
    width = x.size(1)
    # values go through the same steps as queries and keys, turned by nothing
    kept = torch.ones([kv_heads, t, d], dtype=dtype, device=device)
    still = torch.zeros([kv_heads, t, d], dtype=dtype, device=device)
    turned = [heads + kv_heads, t, d]
    turns = annotate(List[Tensor], [])
    for i in range(torch.floordiv(torch.len(rotary), 2)):
      _11 = torch.append(turns, torch.cat([torch.expand(torch.to(torch.index_select(rotary[2 * i], 0, pos), dtype), turned), kept], 0))
      _12 = torch.append(turns, torch.cat([torch.expand(torch.to(torch.index_select(rotary[2 * i + 1], 0, pos), dtype), turned), still], 0))
    half = torch.floordiv(d, 2)
    small = torch.full([1], torch.sqrt(width * eps), dtype=6, device=device)
    small_head = small
    if head_norms:
      small_head = torch.full([1], torch.sqrt(d * eps), dtype=6, device=device)
    zero = torch.zeros([1], dtype=6, device=device)
    for i in range(layers):
      o = 3 + i * 6
      e = i * 7
      masks = full
      c = turns[0]
      s = turns[1]
      if torch.gt(ints[6 + i], 0):
        c = turns[-2]
        s = turns[-1]
        if torch.gt(window, 0):
          masks = near
      h = self.norm(x, ws[o], small, zero)
      if biased:
        h = self.affine(h, ps[o + 1], xs[e], how)
      else:
        h = self.product(h, ps[o + 1], how)
      qkv = torch.transpose(torch.view(h, [t, heads + 2 * kv_heads, d]), 0, 1)
      if head_norms:
        qk = torch.slice(qkv, 0, 0, heads + kv_heads)
        _13 = torch.copy_(qk, self.norm(qk, xs[e + 4], small_head, zero))
      turn = torch.addcmul_(torch.mul(qkv, c), torch.roll(qkv, [half], [2]), s)
      q = torch.slice(turn, 0, 0, heads)
      kv = torch.view(torch.slice(turn, 0, heads), [2, kv_heads, t, d])
      outs = annotate(List[Tensor], [])
      first = 0
      for j in range(torch.len(lens)):
        n = lens[j]
        cache = kvs[j][i]
        qj = q
        kvj = kv
        if torch.ne(n, t):
          qj = torch.narrow(q, 1, first, n)
          kvj = torch.narrow(kv, 2, first, n)
        _2 = torch.index_copy_(cache, 2, slots[j], kvj)
        used = torch.narrow(cache, 2, 0, prefixes[j] + tail_lens[j])
        # the query heads that share a key head become rows of one attention
        a = torch.reshape(qj, [kv_heads, groups * n, d])
        if torch.gt(cap, 0.):
          a = self.attend_capped(a, used, masks[j], scale, cap)
        else:
          a = self.attend(a, used, masks[j], scale, how)
        _4 = torch.append(outs, torch.reshape(torch.transpose(torch.reshape(a, [heads, n, d]), 0, 1), [n, heads * d]))
        first = first + n
      if torch.lt(at, t):
        _5 = torch.append(outs, torch.zeros([t - at, heads * d], dtype=dtype, device=device))
      joined = outs[0]
      if torch.gt(torch.len(outs), 1):
        joined = torch.cat(outs, 0)
      y = joined
      if biased:
        y = self.affine(joined, ps[o + 2], xs[e + 1], how)
      else:
        y = self.product(joined, ps[o + 2], how)
      if norms_behind:
        y = self.norm(y, xs[e + 5], small, zero)
      x = torch.add(x, y)
      z = self.norm(x, ws[o + 3], small, zero)
      if biased:
        z = self.affine(z, ps[o + 4], xs[e + 2], how)
      else:
        z = self.product(z, ps[o + 4], how)
      inner = torch.floordiv(z.size(1), 2)
      gate = torch.slice(z, 1, 0, inner)
      if torch.eq(activation, 0):
        gate = torch.silu(gate)
      elif torch.eq(activation, 1):
        gate = torch.gelu(gate, approximate="tanh")
      else:
        gate = torch.gelu(gate)
      z = torch.mul(gate, torch.slice(z, 1, inner))
      if biased:
        z = self.affine(z, ps[o + 5], xs[e + 3], how)
      else:
        z = self.product(z, ps[o + 5], how)
      if norms_behind:
        z = self.norm(z, xs[e + 6], small, zero)
      x = torch.add(x, z)
    picked = torch.index_select(x, 0, wanted)
    return self.norm(picked, ws[1], small, zero)

  # Float32 logits [rows, V].
  def forward(self: __torch__.Decoder, tokens: Tensor, lens: List[int], prefixes: List[int], tails: Tensor, tail_lens: List[int], rows: Tensor, ws: List[Tensor], ps: List[Tensor], xs: List[Tensor], kvs: List[List[Tensor]], rotary: List[Tensor], ints: List[int], reals: List[float], window: int, how: int) -> Tensor:
    h = self.hidden(tokens, lens, prefixes, tails, tail_lens, rows, ws, ps, xs, kvs, rotary, ints, reals, window, how)
    logits = torch.zeros([0, ws[2].size(0)], dtype=6, device=ops.prim.device(h))
    if torch.gt(h.size(0), 0):
      logits = torch.to(self.product(h, ps[2], how), 6)
      if torch.gt(reals[4], 0.):
        logits = torch.mul(torch.tanh(torch.div(logits, reals[4])), reals[4])
    return logits

  # Scores of the rows asked for, by a scalar head, computed in float32: [rows].
  def score(self: __torch__.Decoder, tokens: Tensor, lens: List[int], prefixes: List[int], tails: Tensor, tail_lens: List[int], rows: Tensor, ws: List[Tensor], ps: List[Tensor], xs: List[Tensor], kvs: List[List[Tensor]], rotary: List[Tensor], ints: List[int], reals: List[float], window: int, how: int) -> Tensor:
    h = self.hidden(tokens, lens, prefixes, tails, tail_lens, rows, ws, ps, xs, kvs, rotary, ints, reals, window, how)
    r = torch.sum(torch.mul(torch.to(h, 6), torch.to(ws[2], 6)), [-1])
    return torch.to(r, torch.device("cpu"), 6)

  # log p(yes) - log p(no) from rows of logits, the tokens of a yes and of a no given: float32 [rows].
  def odds(self: __torch__.Decoder, logits: Tensor, yes: Tensor, no: Tensor) -> Tensor:
    device = ops.prim.device(logits)
    y = torch.logsumexp(torch.index_select(logits, 1, torch.to(yes, device)), [1])
    n = torch.logsumexp(torch.index_select(logits, 1, torch.to(no, device)), [1])
    return torch.to(torch.sub(y, n), torch.device("cpu"), 6)

  # ---- drawing tokens

  # Draws from rows of logits, float32 [n, V], one uniform number each: token ids [n].
  # top_k 0 keeps the whole vocabulary; top_p 1 keeps all; temperature 0 takes the most likely.
  def pick(self: __torch__.Decoder, logits: Tensor, u: Tensor, temperature: float, top_k: int, top_p: float) -> Tensor:
    token = torch.argmax(logits, -1)
    if torch.gt(temperature, 0.):
      v = logits.size(1)
      k = top_k
      if torch.le(k, 0):
        k = v
      k = ops.prim.min(k, v)
      values, ids = torch.topk(logits, k, -1, True, True)
      p = torch.softmax(torch.div(values, temperature), -1)
      if torch.lt(top_p, 1.):
        before = torch.sub(torch.cumsum(p, -1), p)
        p = torch.masked_fill(p, torch.ge(before, top_p), 0.)
      cdf = torch.cumsum(p, -1)
      target = torch.mul(torch.unsqueeze(u, 1), torch.narrow(cdf, 1, k - 1, 1))
      # logits that are no numbers leave nothing: some token then, as the caller looks at what it came from
      last = torch.clamp_min(torch.sub(torch.sum(torch.to(torch.gt(p, 0.), 4), [-1], True), 1), 0)
      at = torch.minimum(torch.searchsorted(cdf, target, right=True), last)
      token = torch.squeeze(torch.gather(ids, 1, at), 1)
    return token

  # Tokens drawn and what they came from: float64 [n, 3]: id, log-probability, entropy in nats (full vocabulary,
  # temperature 1). Draw i comes from row row_of[i]; groups[g] draws in turn share one way of sampling.
  def draw(self: __torch__.Decoder, logits: Tensor, row_of0: Tensor, u0: Tensor, groups: List[int], temperatures: List[float], top_ks: List[int], top_ps: List[float]) -> Tensor:
    device = ops.prim.device(logits)
    row_of = torch.to(row_of0, device)
    u = torch.to(u0, device)
    lp = torch.log_softmax(logits, -1)
    entropy = torch.neg(torch.sum(torch.mul(torch.exp(lp), lp), [-1]))
    tokens = annotate(List[Tensor], [])
    at = 0
    for g in range(torch.len(groups)):
      n = groups[g]
      rows = torch.index_select(logits, 0, torch.narrow(row_of, 0, at, n))
      _0 = torch.append(tokens, self.pick(rows, torch.narrow(u, 0, at, n), temperatures[g], top_ks[g], top_ps[g]))
      at = at + n
    token = torch.cat(tokens, 0)
    chosen = torch.squeeze(torch.gather(torch.index_select(lp, 0, row_of), 1, torch.unsqueeze(token, 1)), 1)
    out = torch.stack([torch.to(token, 7), torch.to(chosen, 7), torch.to(torch.index_select(entropy, 0, row_of), 7)], 1)
    return torch.to(out, torch.device("cpu"), 7)

  # Logits of which those that a mask leaves out are so low that they have no part in any distribution. masks is empty, or
  # holds bits, uint8 [M, ceil(V / 8)], the lowest first; the rows to mask, int64 [R]; and which mask each has, int64 [R].
  def masked(self: __torch__.Decoder, logits: Tensor, masks: List[Tensor]) -> Tensor:
    out = logits
    if torch.gt(torch.len(masks), 0):
      device = ops.prim.device(logits)
      bits = torch.to(masks[0], device)
      rows = torch.to(masks[1], device)
      places = torch.arange(8, dtype=4, device=device)
      powers = torch.to(torch.bitwise_left_shift(torch.ones([8], dtype=4, device=device), places), 0)
      each = torch.gt(torch.bitwise_and(torch.unsqueeze(bits, 2), powers), 0)
      allowed = torch.narrow(torch.reshape(each, [bits.size(0), bits.size(1) * 8]), 1, 0, logits.size(1))
      own = torch.index_select(allowed, 0, torch.to(masks[2], device))
      low = torch.masked_fill(torch.index_select(logits, 0, rows), torch.logical_not(own), -1.0e+30)
      out = torch.index_copy(logits, 0, rows, low)
    return out

  # One step of decoding: a pass, then draws from its rows and from rows kept of earlier passes (`kept`, each [1, V]).
  def step(self: __torch__.Decoder, tokens: Tensor, lens: List[int], prefixes: List[int], tails: Tensor, tail_lens: List[int], rows: Tensor, ws: List[Tensor], ps: List[Tensor], xs: List[Tensor], kvs: List[List[Tensor]], rotary: List[Tensor], ints: List[int], reals: List[float], window: int, how: int, kept: List[Tensor], row_of0: Tensor, u0: Tensor, groups: List[int], temperatures: List[float], top_ks: List[int], top_ps: List[float], masks: List[Tensor]) -> Tuple[Tensor, Tensor]:
    row_of = torch.to(row_of0, ops.prim.device(ws[0]))
    u = torch.to(u0, ops.prim.device(ws[0]))
    parts = annotate(List[Tensor], [])
    if torch.gt(torch.len(lens), 0):
      _0 = torch.append(parts, self.forward(tokens, lens, prefixes, tails, tail_lens, rows, ws, ps, xs, kvs, rotary, ints, reals, window, how))
    for i in range(torch.len(kept)):
      _1 = torch.append(parts, kept[i])
    logits = parts[0]
    if torch.gt(torch.len(parts), 1):
      logits = torch.cat(parts, 0)
    return (logits, self.draw(self.masked(logits, masks), row_of, u, groups, temperatures, top_ks, top_ps))

  # ---- measuring

  # The bare matrix products of one pass over n rows, for comparison: nothing else is computed.
  def products(self: __torch__.Decoder, n: int, inner: int, attended: int, ws: List[Tensor], ps: List[Tensor], how: int) -> Tensor:
    x = torch.zeros([n, ws[0].size(1)], dtype=ops.prim.dtype(ws[0]), device=ops.prim.device(ws[0]))
    a = torch.zeros([n, attended], dtype=ops.prim.dtype(ws[0]), device=ops.prim.device(ws[0]))
    b = torch.zeros([n, inner], dtype=ops.prim.dtype(ws[0]), device=ops.prim.device(ws[0]))
    y = x
    for i in range(torch.floordiv(torch.len(ws) - 3, 6)):
      o = 3 + i * 6
      y = self.product(x, ps[o + 1], how)
      y = self.product(a, ps[o + 2], how)
      y = self.product(x, ps[o + 4], how)
      y = self.product(b, ps[o + 5], how)
    y = self.product(x, ps[2], how)
    return torch.to(torch.sum(y), torch.device("cpu"), 6)
