"""A tiny random language model, and llama.cpp's own server in front of it: a server that nobody here wrote.

The model is a llama of one layer whose vocabulary is single characters. Its weights are random but for a few dimensions of
the last matrix that depend on the character before: they keep it from raw bytes and from strings without an end, so that
under a strict JSON schema it soon closes what it opened. What it says is noise.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gguf
import numpy as np

MODEL = "tiny"
_WIDTH, _INNER, _HEADS = 64, 128, 2
_SPECIAL = ["<unk>", "<s>", "</s>"]
_BYTES = [f"<0x{n:02X}>" for n in range(256)]
_PRINTABLE = [chr(n) for n in range(32, 127)]
_VOCABULARY = _SPECIAL + _BYTES + _PRINTABLE

# Dimension → the characters after which it is on, and what it then adds to the scores of the next ones.
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_HABITS: list[tuple[str, dict[str, float]]] = [
    ("".join(_PRINTABLE), {'"': 6, "\\": -60}),
    ('"', {'"': -12, **dict.fromkeys(_LETTERS, 6)}),
    ("[", {"{": 20, "]": 14}),
    ("}", {"]": 12}),
]


def write(path: Path, context: int) -> None:
    """Writes the model, about 350 kB, to `path`."""
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(context)
    writer.add_embedding_length(_WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(_INNER)
    writer.add_head_count(_HEADS)
    writer.add_head_count_kv(_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(_WIDTH // _HEADS)
    writer.add_vocab_size(len(_VOCABULARY))
    writer.add_tokenizer_model("llama")
    writer.add_token_list([t.replace(" ", "▁") for t in _VOCABULARY])
    writer.add_token_scores([0.0] * len(_VOCABULARY))
    kind = gguf.TokenType
    writer.add_token_types([kind.UNKNOWN, kind.CONTROL, kind.CONTROL] + [kind.BYTE] * len(_BYTES) + [kind.NORMAL] * len(_PRINTABLE))
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    for name, values in _weights().items():
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


@contextmanager
def serve_tiny_model(context: int = 32_768) -> Iterator[tuple[str, str]]:
    """Base URL (ends in /v1) and model name of a running server; a draft and its prompt fit into `context` characters."""
    import xllamacpp

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tiny.gguf"
        write(path, context)
        params = xllamacpp.CommonParams()
        params.model.path = str(path)
        params.model_alias = {MODEL}
        params.n_ctx = context
        params.n_parallel = 1
        params.cpuparams.n_threads = 1  # two spin for each other: 80 ms a token on a busy machine instead of 1
        params.warmup = False
        params.verbosity = 0
        server = xllamacpp.Server(params)
        try:
            yield f"{server.listening_address}/v1", MODEL
        finally:
            del server


def _weights() -> dict[str, Any]:
    random = np.random.default_rng(0)
    habits = len(_HABITS)
    size = len(_VOCABULARY)
    embedding = random.normal(0, 0.3, (size, _WIDTH))
    output = random.normal(0, 0.3, (size, _WIDTH))
    embedding[:, : habits + 1] = 0
    output[:, : habits + 1] = 0
    embedding[:, habits] = 1
    output[: len(_SPECIAL) + len(_BYTES), habits] = -60
    output[_SPECIAL.index("</s>"), habits] = 6
    for dimension, (before, scores) in enumerate(_HABITS):
        embedding[[_VOCABULARY.index(c) for c in before], dimension] = 1
        for character, score in scores.items():
            output[_VOCABULARY.index(character), dimension] = score

    def layer(rows: int, columns: int) -> Any:
        return random.normal(0, 0.02, (rows, columns))

    return {
        "token_embd.weight": embedding,
        "output.weight": output,
        "output_norm.weight": np.ones(_WIDTH),
        "blk.0.attn_norm.weight": np.ones(_WIDTH),
        "blk.0.ffn_norm.weight": np.ones(_WIDTH),
        **{f"blk.0.attn_{n}.weight": layer(_WIDTH, _WIDTH) for n in ("q", "k", "v", "output")},
        "blk.0.ffn_gate.weight": layer(_INNER, _WIDTH),
        "blk.0.ffn_up.weight": layer(_INNER, _WIDTH),
        "blk.0.ffn_down.weight": layer(_WIDTH, _INNER),
    }
