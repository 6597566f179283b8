using Tapir.Models.Checkpoints;
using Tapir.Models.Checkpoints.Elements;
using Tapir.Models.Gguf;

namespace Tapir.Models.Tests.Gguf;

/// <summary>A GGUF file of a very small llama, to be changed before it is written.</summary>
internal sealed class TinyGguf
{
    public const int Width = 32, Vocabulary = 6, Heads = 4, KeyValueHeads = 2, Mlp = 64, HeadDimension = 8;

    public TinyGguf(string architecture = "llama")
    {
        Metadata = new List<(string, object)>
        {
            ("general.architecture", architecture), ("block_count", 1u), ("context_length", 64u), ("embedding_length", (uint)Width), ("feed_forward_length", (uint)Mlp),
            ("attention.head_count", (uint)Heads), ("attention.head_count_kv", (uint)KeyValueHeads), ("rope.freq_base", 50000f), ("attention.layer_norm_rms_epsilon", 1e-5f),
            ("tokenizer.ggml.model", "gpt2"), ("tokenizer.ggml.tokens", new[] { "a", "b", "c", "d", "e", "f" }), ("tokenizer.ggml.token_type", new[] { 1, 1, 1, 1, 1, 3 }),
            ("tokenizer.ggml.eos_token_id", 5u), ("tokenizer.chat_template", "{{ messages }}"),
        }.ToDictionary(pair => pair.Item1.Contains("tokenizer", StringComparison.Ordinal) || pair.Item1.StartsWith("general", StringComparison.Ordinal) ? pair.Item1 : $"{architecture}.{pair.Item1}", pair => pair.Item2);
        Add("token_embd.weight", Vocabulary, Width);
        Add("output_norm.weight", Width);
        Add("blk.0.attn_norm.weight", Width);
        Add("blk.0.attn_q.weight", Heads * HeadDimension, Width);
        Add("blk.0.attn_k.weight", KeyValueHeads * HeadDimension, Width);
        Add("blk.0.attn_v.weight", KeyValueHeads * HeadDimension, Width);
        Add("blk.0.attn_output.weight", Width, Heads * HeadDimension);
        Add("blk.0.ffn_norm.weight", Width);
        Add("blk.0.ffn_gate.weight", Mlp, Width);
        Add("blk.0.ffn_up.weight", Mlp, Width);
        Add("blk.0.ffn_down.weight", Width, Mlp);
    }

    public Dictionary<string, object> Metadata { get; }

    public Dictionary<string, GgufTensorOutput> Tensors { get; } = [];

    /// <summary>Value i of a tensor is i / 1000.</summary>
    public void Add(string name, params long[] shape)
    {
        float[] values = [.. Enumerable.Range(0, (int)shape.Aggregate(1L, (product, size) => product * size)).Select(i => i / 1000f)];
        Tensors[name] = new GgufTensorOutput(name, shape, Float32Format.Instance, values, static row => row);
    }

    public byte[] Bytes()
    {
        using MemoryStream stream = new();
        GgufOutput.Write(stream, [.. Metadata], [.. Tensors.Values]);
        return stream.ToArray();
    }

    public GgufFile File() => GgufFile.Read(new MemoryStream(Bytes()), "tiny.gguf");

    public Checkpoint Checkpoint() => GgufCheckpoint.Of(File(), "tiny.gguf");
}
