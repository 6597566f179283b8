namespace Tapir.Models.Network;

/// <summary>Where each parameter lies in one flat buffer. q, k, v lie together, and gate and up, so that each is one matrix product.</summary>
internal sealed record ParameterLayout(IReadOnlyList<ParameterSlot> Slots, int Length)
{
    private const int CacheLine = 16;

    public static ParameterLayout Of(StudentConfig config)
    {
        int d = config.Width, q = config.Heads * config.HeadDimension, kv = config.KeyValueHeads * config.HeadDimension;
        List<ParameterSlot> slots = [];
        int end = 0;
        void Add(string name, params int[] shape)
        {
            ParameterSlot slot = new(name + ".weight", shape, end);
            slots.Add(slot);
            end += slot.Length;
        }

        void Align() => end = (end + CacheLine - 1) / CacheLine * CacheLine;
        Add("model.embed_tokens", config.VocabularySize, d);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            string prefix = $"model.layers.{layer}.";
            Align();
            Add(prefix + "input_layernorm", d);
            Align();
            Add(prefix + "self_attn.q_proj", q, d);
            Add(prefix + "self_attn.k_proj", kv, d);
            Add(prefix + "self_attn.v_proj", kv, d);
            Align();
            Add(prefix + "self_attn.o_proj", d, q);
            Align();
            Add(prefix + "post_attention_layernorm", d);
            Align();
            Add(prefix + "mlp.gate_proj", config.MlpWidth, d);
            Add(prefix + "mlp.up_proj", config.MlpWidth, d);
            Align();
            Add(prefix + "mlp.down_proj", d, config.MlpWidth);
        }

        Align();
        Add("model.norm", d);
        if (!config.TieOutput)
        {
            Align();
            Add("lm_head", config.VocabularySize, d);
        }

        Align();
        return new ParameterLayout(slots, end);
    }

    public ParameterSlot this[string name] => Slots.First(slot => slot.Name == name + ".weight");
}
