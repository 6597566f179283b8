using Tapir.Models.Kernels;
using Tapir.Models.Network;

namespace Tapir.Models.Generation;

/// <summary>Some prompts answered side by side: prefilled together, then a token each per step; whoever has finished leaves the batch.</summary>
/// <param name="endIds">Tokens that end an answer.</param>
internal sealed unsafe class GenerationLane(StudentWeights weights, GenerationOptions options, IReadOnlySet<int> endIds)
{
    private const int PrefillTokens = 2048;
    private readonly StudentConfig config = weights.Config;

    /// <summary>Whether lanes can do what is asked for: they choose by temperature alone.</summary>
    public static bool Knows(GenerationOptions options) => options is
    {
        TopP: 1, TopK: 0, MinP: 0, RepetitionPenalty: 1, FrequencyPenalty: 0, PresencePenalty: 0, StopTexts.Count: 0, StopIds.Count: 0,
    };

    /// <summary>The tokens of each answer, the end of text included; an answer ends at it, at the limit of new tokens, or at the context's end.</summary>
    public IReadOnlyList<GeneratedTokens> Run(IReadOnlyList<int[]> prompts, IReadOnlyList<ulong> seeds, CancellationToken cancellation)
    {
        Row[] rows = [.. prompts.Select((prompt, slot) => new Row(slot, prompt, Math.Min(options.MaxNewTokens, config.ContextLength - prompt.Length), new RandomStream(seeds[slot])))];
        List<Row> active = [.. rows.Where(row => row.Room > 0)];
        if (active.Count > 0)
        {
            using DecodingPass pass = new(weights.Parameters, rows.Length, active.Max(row => row.Prompt.Length + row.Room));
            Prefill(active, pass, cancellation);
            while ((active = [.. active.Where(row => !row.IsFinished)]).Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                int[] tokens = [.. active.Select(row => row.Answer[^1])];
                pass.Step(tokens, [.. active.Select(row => row.Slot)], [.. active.Select(row => row.Prompt.Length + row.Answer.Count - 1)]);
                for (int i = 0; i < active.Count; i++)
                {
                    Take(active[i], pass.Logits(i));
                }
            }
        }

        return [.. rows.Select(row => new GeneratedTokens([.. row.Answer], row.HasEnded))];
    }

    private void Prefill(List<Row> rows, DecodingPass decoding, CancellationToken cancellation)
    {
        using DecoderPass pass = new(config, Math.Max(PrefillTokens, config.ContextLength));
        using Matrix lastRows = Matrix.Zeros(rows.Count, config.Width);
        AttentionShape shape = new(config.Heads, config.KeyValueHeads, config.HeadDimension);
        for (int first = 0; first < rows.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            List<int> ids = [], starts = [0];
            int next = first;
            for (; next < rows.Count && (next == first || ids.Count + rows[next].Prompt.Length <= PrefillTokens); next++)
            {
                ids.AddRange(rows[next].Prompt);
                starts.Add(ids.Count);
            }

            pass.Prefill(weights.Parameters, new PackedBatch([.. ids], [.. starts], [], [], []));
            for (int i = first; i < next; i++)
            {
                int start = starts[i - first], end = starts[i - first + 1];
                for (int layer = 0; layer < config.Layers; layer++)
                {
                    for (int position = 0; position < end - start; position++)
                    {
                        decoding.Cache(layer).Store(rows[i].Slot, position, pass.Qkv(layer).At + ((long)(start + position) * shape.Stride));
                    }
                }

                EmbeddingRows.Gather(pass.Hidden.At, [end - 1], lastRows.At + ((long)i * config.Width), config.Width);
            }

            first = next;
        }

        decoding.Project(lastRows.At, rows.Count);
        for (int i = 0; i < rows.Count; i++)
        {
            Take(rows[i], decoding.Logits(i));
        }
    }

    private void Take(Row row, ReadOnlySpan<float> logits)
    {
        int token = Sampler.Choose(logits, options.Temperature, row.Random);
        row.HasEnded = endIds.Contains(token);
        row.Answer.Add(token);
    }

    private sealed record Row(int Slot, int[] Prompt, int Room, RandomStream Random)
    {
        public List<int> Answer { get; } = [];

        public bool HasEnded { get; set; }

        public bool IsFinished => HasEnded || Answer.Count >= Room;
    }
}
