namespace Tapir.Models.Network;

/// <summary>Where each parameter lies in one flat buffer. q, k, v lie together, and gate and up, so that each is one matrix product; so do the biases of q, k, v.</summary>
internal sealed record ParameterLayout(IReadOnlyList<ParameterSlot> Slots, int Length)
{
    private const int CacheLine = 16;

    public static ParameterLayout Of(StudentConfig config)
    {
        int d = config.Width, head = config.HeadDimension, q = config.Heads * head, kv = config.KeyValueHeads * head;
        List<ParameterSlot> slots = [];
        int end = 0;
        void Add(string name, params int[] shape)
        {
            ParameterSlot slot = new(name, shape, end);
            slots.Add(slot);
            end += slot.Length;
        }

        // Each group of parameters begins on a cache line.
        void Align() => end = (end + CacheLine - 1) / CacheLine * CacheLine;
        Add("model.embed_tokens.weight", config.VocabularySize, d);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            string prefix = $"model.layers.{layer}.";
            Align();
            Add(prefix + "input_layernorm.weight", d);
            Align();
            Add(prefix + "self_attn.q_proj.weight", q, d);
            Add(prefix + "self_attn.k_proj.weight", kv, d);
            Add(prefix + "self_attn.v_proj.weight", kv, d);
            if (config.AttentionBias)
            {
                Align();
                Add(prefix + "self_attn.q_proj.bias", q);
                Add(prefix + "self_attn.k_proj.bias", kv);
                Add(prefix + "self_attn.v_proj.bias", kv);
            }

            if (config.QueryKeyNorm)
            {
                Align();
                Add(prefix + "self_attn.q_norm.weight", head);
                Align();
                Add(prefix + "self_attn.k_norm.weight", head);
            }

            Align();
            Add(prefix + "self_attn.o_proj.weight", d, q);
            Align();
            Add(prefix + "post_attention_layernorm.weight", d);
            Align();
            Add(prefix + "mlp.gate_proj.weight", config.MlpWidth, d);
            Add(prefix + "mlp.up_proj.weight", config.MlpWidth, d);
            Align();
            Add(prefix + "mlp.down_proj.weight", d, config.MlpWidth);
        }

        Align();
        Add("model.norm.weight", d);
        if (!config.TieOutput)
        {
            Align();
            Add("lm_head.weight", config.VocabularySize, d);
        }

        Align();
        return new ParameterLayout(slots, end);
    }

    /// <summary>About how many values a layout would have, without overflow however large.</summary>
    public static long Estimate(StudentConfig config)
    {
        double d = config.Width, q = (double)config.Heads * config.HeadDimension, kv = (double)config.KeyValueHeads * config.HeadDimension;
        double block = (2 * d * (q + kv)) + (3 * d * config.MlpWidth) + (4 * d) + q + (2 * kv);
        return (long)((config.Layers * block) + ((config.TieOutput ? 1 : 2) * d * config.VocabularySize) + d);
    }

    /// <summary>A parameter by its whole name.</summary>
    public ParameterSlot this[string name] => Slots.First(slot => slot.Name == name);
}
