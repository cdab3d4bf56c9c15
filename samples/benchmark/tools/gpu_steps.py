#!/usr/bin/env python3
"""The device program on any device that PyTorch knows: is it right there, and how long does a step take?

    mvn -q -pl samples/benchmark -am compile exec:java \
        -Dexec.mainClass=io.github.cards4j.samples.benchmark.ProgramArchive -Dexec.args=program.pt
    python samples/benchmark/tools/gpu_steps.py program.pt --device cuda:0 --shape 8b --json gpu.json

Needs PyTorch 2.7 or so (`pip install torch==2.7.1`), nothing else. The archive is the very one that Java loads; this script
calls it as Java does (see decoder.py and torch/internal/*.java), with random weights that it makes on the device.

First it checks: a small model on the device gives the CPU's logits and tokens, through chunked prefill, a token tree, an
acceptance and a grown cache. With --golden FOLDER (a folder of cards-core/src/test/resources/io/github/cards4j/golden
without rope scaling) the logits are those of transformers. Then it measures medians, the device synchronised, and
compares them with the time that reading the weights and caches takes at the bandwidth of a plain copy.
"""

import argparse
import json
import pathlib
import platform
import statistics
import struct
import sys
import time

import torch

F32, F16, BF16 = 6, 5, 15  # PyTorch's numbers of types
NUMBERS = {torch.float32: F32, torch.float16: F16, torch.bfloat16: BF16}
CHUNK = 256  # tokens of a prompt that Java reads at a time
# layers, hidden, heads, key/value heads, head size, inner, vocabulary, separate head
SHAPES = {
    "8b": (32, 4096, 32, 8, 128, 14336, 128256, True),
    "1b": (16, 2048, 32, 8, 64, 8192, 128256, False),
    "135m": (30, 576, 9, 3, 64, 1536, 49152, False),
    "tiny": (3, 64, 4, 2, 16, 160, 301, True),
}


class Llama:
    """A model: weights in the program's order, and its rotary tables."""

    def __init__(self, program, shape, device, dtype, weights, theta=500000.0, eps=1e-5, positions=4096):
        self.program, self.shape, self.device, self.dtype, self.eps = program, shape, device, dtype, eps
        # a script list is handed over as it is; a Python list would be converted in every call
        self.weights = torch.jit.script(weights)
        dim = shape[4]
        frequencies = torch.tensor([theta ** (-2.0 * i / dim) for i in range(dim // 2)], dtype=torch.float32)
        self.cos, self.sin = program.rotary(frequencies, positions, str(device))

    @staticmethod
    def random_weights(shape, device, dtype, generator):
        layers, hidden, heads, kv, dim, inner, vocabulary, separate = shape

        def matrix(rows, columns):
            return torch.randn(rows, columns, generator=generator, device=device, dtype=dtype) * (columns**-0.5)

        def norm():
            return 1 + torch.randn(hidden, generator=generator, device=device, dtype=dtype) * 0.1

        embedding = matrix(vocabulary, hidden)
        weights = [embedding, norm(), matrix(vocabulary, hidden) if separate else embedding]
        for _ in range(layers):
            weights += [norm(), matrix((heads + 2 * kv) * dim, hidden), matrix(hidden, heads * dim)]
            weights += [norm(), matrix(2 * inner, hidden), matrix(hidden, inner)]
        return weights

    def bytes_read(self, used):
        """What a step cannot but read: every matrix once, and the keys and values in use."""
        layers, _, _, kv, dim = self.shape[:5]
        matrices = sum(w.numel() * w.element_size() for i, w in enumerate(self.weights) if i > 0)
        return matrices + 2 * layers * kv * dim * used * self.weights[0].element_size()

    def constants(self):
        ints = [self.shape[2], self.shape[3]] + [0] * (4 + self.shape[0])
        reals = [self.eps, self.shape[4] ** -0.5, 1.0, 0.0, 0.0]
        found = {"ws": self.weights, "ps": self.weights, "xs": [], "rotary": [self.cos, self.sin]}
        return found | {"ints": ints, "reals": reals, "window": 0, "how": 0}


class Text:
    """A cache with an accepted prefix and branches behind it, as KeyValueCache and TorchContinuation keep it."""

    def __init__(self, model, capacity):
        layers, _, _, kv, dim = model.shape[:5]
        self.model, self.capacity = model, capacity
        made = model.program.new_cache(layers, kv, capacity, dim, NUMBERS[model.dtype], str(model.device))
        self.cache = torch.jit.script(made)
        self.prefix, self.behind, self.branches = 0, [], 0

    def ensure(self, slots):
        if slots > self.capacity:
            self.capacity = self.model.program.resize(self.cache, slots + 64, self.prefix + len(self.behind))

    def arguments(self, tokens, rows):
        """tokens: (id, position, slot, branch, visible prefix) each; the arguments of a pass by the program's names."""
        columns = torch.tensor(tokens, dtype=torch.int64).reshape(-1, 5).t().contiguous()
        tails = torch.tensor(self.behind, dtype=torch.int64).reshape(-1, 2).t().contiguous()
        found = {"tokens": columns, "tails": tails if tokens else tails[:, :0]}
        found |= {"lens": [len(tokens)] if tokens else [], "prefixes": [self.prefix] if tokens else []}
        found |= {"tail_lens": [len(self.behind)] if tokens else [], "rows": torch.tensor(rows, dtype=torch.int64)}
        return found | {"kvs": [self.cache]} | self.model.constants()

    def prefill(self, ids, chunk=CHUNK, every_row=False):
        """Logits of the last row, or of all."""
        found = []
        for at in range(0, len(ids), chunk):
            part = ids[at : at + chunk]
            self.ensure(self.prefix + len(part))
            tokens = [(t, self.prefix + i, self.prefix + i, -2, self.prefix + i + 1) for i, t in enumerate(part)]
            self.prefix += len(part)
            rows = range(len(part)) if every_row else [len(part) - 1] if at + chunk >= len(ids) else []
            found.append(self.model.program.forward(**self.arguments(tokens, list(rows))))
        return torch.cat(found)

    def lane(self):
        self.branches += 1
        return {"branch": self.branches - 1, "slots": [], "ids": []}

    def append(self, lane, token):
        """A place for a branch's next token; what the pass wants to know of it."""
        slot, position = self.prefix + len(self.behind), self.prefix + len(lane["slots"])
        self.ensure(slot + 1)
        self.behind.append((position, lane["branch"]))
        lane["slots"].append(slot)
        lane["ids"].append(token)
        return (token, position, slot, lane["branch"], self.prefix)

    def accept(self, lane):
        slots = torch.tensor(lane["slots"], dtype=torch.int64)
        self.model.program.keep(self.cache, slots, self.prefix)
        self.prefix += len(lane["slots"])
        self.behind = []

    def step(self, tokens, kept, row_of, u, sampling=(0.7, 40, 1.0)):
        call = self.step_call(tokens, kept, row_of, u, sampling)
        return call()

    def step_call(self, tokens, kept, row_of, u, sampling=(0.7, 40, 1.0)):
        temperature, top_k, top_p = sampling
        arguments = self.arguments(tokens, list(range(len(tokens))))
        arguments |= {"kept": kept, "row_of0": torch.tensor(row_of), "u0": torch.tensor(u, dtype=torch.float32)}
        arguments |= {"groups": [len(u)], "temperatures": [temperature], "top_ks": [top_k], "top_ps": [top_p]}
        arguments |= {"masks": []}
        return lambda: self.model.program.step(**arguments)


def relative(found, expected):
    found, expected = found.double().cpu(), expected.double().cpu()
    return float((found - expected).abs().max() / expected.abs().max())


def scenario(model, prompt, numbers, sampling):
    """Prefill in chunks, three rounds of a tree of four branches, the first kept each time. Logits and draws."""
    text, logits, draws, accepted = Text(model, 40), [], [], list(prompt)
    all_rows = text.prefill(prompt, 16, True)
    logits.append(all_rows)
    boundary = all_rows[-1:].clone()
    numbers = iter(numbers)
    for _ in range(3):
        lanes = [text.lane() for _ in range(4)]
        _, drawn = text.step([], [boundary], [0] * 4, [next(numbers) for _ in lanes], sampling)
        draws.append(drawn)
        for length in range(5):
            # the last branch ends early, as rejected ones do
            alive = lanes[: 4 - length // 2]
            tokens = [text.append(lane, int(drawn[i, 0])) for i, lane in enumerate(alive)]
            u = [next(numbers) for _ in alive]
            rows, drawn = text.step(tokens, [], list(range(len(alive))), u, sampling)
            logits.append(rows)
            draws.append(drawn)
        boundary = rows[1:2].clone()
        text.accept(lanes[1])
        accepted += lanes[1]["ids"]
    return logits, torch.cat(draws), accepted, boundary


def check(program, device):
    """Raises AssertionError where the device differs from the CPU, or a tree from a fresh pass."""
    shape, generator = SHAPES["tiny"], torch.Generator().manual_seed(7)
    weights = Llama.random_weights(shape, "cpu", torch.float32, generator)
    prompt = torch.randint(shape[6], (37,), generator=generator).tolist()
    numbers = torch.rand(200, generator=generator).tolist()
    errors = {}
    cpu = Llama(program, shape, "cpu", torch.float32, weights)
    there = Llama(program, shape, device, torch.float32, [w.to(device) for w in weights])
    for name, sampling in {"top-k": (0.8, 40, 1.0), "top-p": (1.0, 0, 0.9), "greedy": (0.0, 0, 1.0)}.items():
        expected = scenario(cpu, prompt, numbers, sampling)
        found = scenario(there, prompt, numbers, sampling)
        assert found[2] == expected[2] and bool((found[1][:, 0] == expected[1][:, 0]).all()), f"{name}: other tokens"
        errors[name] = max(relative(a, b) for a, b in zip(found[0], expected[0]))
        errors[name + ", log-probabilities and entropies"] = relative(found[1][:, 1:], expected[1][:, 1:])
        fresh = Text(cpu, 256).prefill(expected[2], len(expected[2]))
        errors[name + ", tree against a fresh pass"] = relative(found[3], fresh)
    score = weights[:2] + [torch.randn(1, shape[1], generator=generator)] + weights[3:]
    scores = []
    for where in ("cpu", device):
        text = Text(Llama(program, shape, where, torch.float32, [w.to(where) for w in score]), 64)
        text.prefix = len(prompt)
        tokens = [(t, i, i, -2, i + 1) for i, t in enumerate(prompt)]
        scores.append(program.score(**text.arguments(tokens, list(range(len(prompt))))))
    errors["scores of a reward model"] = relative(scores[1], scores[0])
    bad = {name: error for name, error in errors.items() if not error < 1e-4}
    exact = Text(cpu, 64).prefill(prompt, 16, True)
    for dtype in (torch.bfloat16, torch.float16):
        narrow = Llama(program, shape, device, dtype, [w.to(device, dtype) for w in weights])
        found = Text(narrow, 64).prefill(prompt, 16, True).cpu()
        error = float((found - exact).norm() / exact.norm())
        errors[str(dtype)[6:] + ", distance from float32"] = error
        if not error < 3e-2:
            bad[str(dtype)] = error
    for name, error in errors.items():
        print(f"  {name:48s} {error:.1e}")
    assert not bad, f"differs: {bad}"
    return errors


def golden(program, folder, device):
    """The largest relative error of logits against those of transformers, weights loaded by the program itself."""
    config = json.loads((folder / "config.json").read_text())
    if config.get("rope_scaling"):
        sys.exit(f"{folder}: rope scaling is tested in Java; use a folder without it")
    file = folder / "model.safetensors"
    data = file.read_bytes()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    mapped = [program.map_file(str(file), len(data) // 4, F32)]

    def tensor(*names):
        parts = [header[name] for name in names]
        assert all(p["dtype"] == "F32" for p in parts), "a float32 model is needed"
        offsets = [(8 + size + p["data_offsets"][0]) // 4 for p in parts]
        columns = parts[0]["shape"][-1]
        rows = [p["shape"][0] if len(p["shape"]) > 1 else 1 for p in parts]
        w = program.weight(mapped, [0] * len(parts), offsets, rows, columns, F32, str(device))
        return w if len(parts[0]["shape"]) > 1 else program.vector(w, 0.0)

    tied = config["tie_word_embeddings"]
    embedding = tensor("model.embed_tokens.weight")
    weights = [embedding, tensor("model.norm.weight"), embedding if tied else tensor("lm_head.weight")]
    for i in range(config["num_hidden_layers"]):
        p = f"model.layers.{i}."
        weights += [tensor(p + "input_layernorm.weight")]
        weights += [tensor(*(p + f"self_attn.{x}_proj.weight" for x in "qkv")), tensor(p + "self_attn.o_proj.weight")]
        weights += [tensor(p + "post_attention_layernorm.weight")]
        weights += [tensor(p + "mlp.gate_proj.weight", p + "mlp.up_proj.weight"), tensor(p + "mlp.down_proj.weight")]
    names = ["num_hidden_layers", "hidden_size", "num_attention_heads", "num_key_value_heads", "head_dim"]
    shape = tuple(config[n] for n in names + ["intermediate_size", "vocab_size"]) + (not tied,)
    model = Llama(program, shape, device, torch.float32, weights, config["rope_theta"], config["rms_norm_eps"], 256)
    worst = 0.0
    for sequence in json.loads((folder / "expected.json").read_text())["sequences"]:
        raw = bytearray((folder / sequence["logits"]["file"]).read_bytes())
        expected = torch.frombuffer(raw, dtype=torch.float32).reshape(sequence["logits"]["shape"])
        worst = max(worst, relative(Text(model, 64).prefill(sequence["tokens"], 16, True), expected))
    print(f"  {folder.name + ', against transformers':48s} {worst:.1e}")
    assert worst < 1e-4, f"{folder}: logits differ by {worst}"
    return worst


def synchronize(device):
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def milliseconds(device, action):
    synchronize(device)
    start = time.perf_counter()
    action()
    synchronize(device)
    return (time.perf_counter() - start) * 1e3


def median(device, times, action, warm=3):
    for _ in range(warm):
        action()
    return statistics.median(milliseconds(device, action) for _ in range(times))


def bandwidth(device):
    """Bytes a second that a plain copy reads and writes."""
    a = torch.zeros((4 << 30) if device.type == "cuda" else (128 << 20), dtype=torch.uint8, device=device)
    b = torch.empty_like(a)
    return 2 * a.numel() / (median(device, 10, lambda: b.copy_(a)) / 1e3)


def lanes_step(model, prefix, lanes, steps):
    """Median milliseconds of a step in which each of the lanes reads one token and draws the next."""
    text = Text(model, prefix + lanes * (steps + 4) + 64)
    text.prefill([i % 100 for i in range(prefix)])
    active, drawn, millis = [text.lane() for _ in range(lanes)], [0] * lanes, []
    for i in range(steps + 3):
        tokens = [text.append(lane, drawn[j]) for j, lane in enumerate(active)]
        call = text.step_call(tokens, [], list(range(lanes)), [0.5] * lanes)
        result = []
        took = milliseconds(model.device, lambda: result.append(call()[1]))
        drawn = [int(t) for t in result[0][:, 0]]
        if i >= 3:
            millis.append(took)
    return statistics.median(millis)


def measure(program, args, device, dtype):
    shape = SHAPES[args.shape]
    generator = torch.Generator(device).manual_seed(1)
    model = Llama(program, shape, device, dtype, Llama.random_weights(shape, device, dtype, generator))
    speed = bandwidth(device)
    print(f"weights {model.bytes_read(0) / 1e9:.2f} GB a step, a copy moves {speed / 1e9:.0f} GB/s")
    result = {"bytesPerStep": model.bytes_read(0), "bandwidth": speed, "steps": [], "prefill": [], "attention": []}
    print("  prefix candidates      ms   of 1    floor  times the floor")
    for prefix in args.prefixes:
        first = None
        for lanes in (1, 4, 8, 16):
            took = lanes_step(model, prefix, lanes, args.steps)
            first = first or took
            floor = model.bytes_read(prefix) / speed * 1e3
            result["steps"].append({"prefix": prefix, "candidates": lanes, "millis": took, "floorMillis": floor})
            print(f"  {prefix:6d} {lanes:10d} {took:7.2f} {took / first:6.2f} {floor:8.2f} {took / floor:10.2f}")
    for chunk in (CHUNK, 512):
        ids = [i % 100 for i in range(512)]
        took = median(device, max(3, args.steps // 10), lambda: Text(model, 576).prefill(ids, chunk), 1)
        flops = 2 * 512 * sum(w.numel() for i, w in enumerate(model.weights) if i > 2) / took / 1e9
        result["prefill"].append({"tokens": 512, "chunk": chunk, "millis": took, "teraflops": flops})
        print(f"  prefill of 512 tokens in chunks of {chunk}: {took:.2f} ms, {flops:.1f} TFLOP/s")
    _, _, heads, _, dim, inner, _, _ = shape
    for lanes in (1, 8):
        call = lambda: program.products(lanes, inner, heads * dim, model.weights, model.weights, False)  # noqa: E731
        took = median(device, args.steps, call)
        result[f"products{lanes}Millis"] = took
        print(f"  bare matrix products, {lanes} rows: {took:.2f} ms")
    small = (shape[0], 128, 4, 2, 32, 256, 1024, False)
    idle = Llama(program, small, device, dtype, Llama.random_weights(small, device, dtype, generator))
    took = result["launchMillis"] = lanes_step(idle, 64, 1, args.steps)
    print(f"  {shape[0]} layers with hardly any work in them: {took:.2f} ms (interpreter and kernel launches)")
    if device.type == "cuda":
        result["attention"] = backends(model, args)
        result["peakMemory"] = torch.cuda.max_memory_allocated(device)
        print(f"  most memory allocated: {result['peakMemory'] / 1e9:.1f} GB")
    if args.profile:
        profile(model)
    return result


def backends(model, args):
    """The kernels that attention with a mask may take. Java takes what PyTorch's own order gives."""
    from torch.nn.attention import SDPBackend, sdpa_kernel

    rows = []
    print("  attention's priority order:", torch._C._get_sdp_priority_order())
    for backend in (SDPBackend.EFFICIENT_ATTENTION, SDPBackend.MATH, SDPBackend.CUDNN_ATTENTION):
        for prefix in args.prefixes:
            try:
                with sdpa_kernel(backend):
                    took = lanes_step(model, prefix, 8, args.steps)
            except RuntimeError as e:
                print(f"  {backend.name}: {str(e).splitlines()[0]}")
                break
            rows.append({"backend": backend.name, "prefix": prefix, "candidates": 8, "millis": took})
            print(f"  8 candidates, prefix {prefix}, {backend.name}: {took:.2f} ms")
    return rows


def profile(model):
    from torch.profiler import ProfilerActivity, profile as profiler

    on_gpu = model.device.type == "cuda"
    activities = [ProfilerActivity.CPU] + ([ProfilerActivity.CUDA] if on_gpu else [])
    with profiler(activities=activities) as p:
        lanes_step(model, 512, 8, 20)
    print(p.key_averages().table(sort_by="cuda_time_total" if on_gpu else "cpu_time_total", row_limit=25))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", help="the device program, as ProgramArchive writes it")
    parser.add_argument("--device", default="cuda:0" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--shape", choices=SHAPES, help="measure a model of this shape; left out: only check")
    parser.add_argument("--dtype", default="bfloat16", choices=["bfloat16", "float16", "float32"])
    parser.add_argument("--prefixes", default="64,512,2048", type=lambda s: [int(p) for p in s.split(",")])
    parser.add_argument("--steps", type=int, default=50, help="of which the median is taken")
    parser.add_argument("--threads", type=int, default=0, help="on a CPU")
    parser.add_argument("--golden", type=pathlib.Path, action="append", default=[])
    parser.add_argument("--profile", action="store_true", help="print which kernels the time goes to")
    parser.add_argument("--json", type=pathlib.Path)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    # as Java does: with the optimiser on, tensors made of constants would be shared between calls
    torch._C._set_graph_executor_optimize(False)
    device = torch.device(args.device)
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else platform.processor() or platform.machine()
    result = {"device": str(device), "name": name, "torch": torch.__version__, "cuda": torch.version.cuda}
    print(f"{device} ({name}), PyTorch {torch.__version__}")
    with torch.inference_mode():
        program = torch.jit.load(args.archive)
        print("largest relative errors, float32, the device against the CPU")
        result["errors"] = check(program, device)
        result["golden"] = {folder.name: golden(program, folder, device) for folder in args.golden}
        if args.shape:
            print(f"{args.shape} in {args.dtype}")
            result |= {"shape": args.shape, "dtype": args.dtype}
            result |= measure(program, args, device, getattr(torch, args.dtype))
    if args.json:
        args.json.write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
