using Tapir.Models.Kernels;
using Tapir.Models.Network;
using TorchSharp;
using static TorchSharp.torch;

namespace Tapir.Models.Tests.Network;

/// <summary>The same decoder in plain libtorch operations, one sequence at a time, differentiated by libtorch: an independent reference.</summary>
internal static class AutogradDecoder
{
    internal sealed record Result(double Loss, Dictionary<string, float[]> Gradients);

    public static Result Run(StudentWeights weights, PackedBatch batch, double divisor)
    {
        using AdapterSet none = AdapterSet.None(weights.Config);
        return Run(weights, none, batch, 0, divisor);
    }

    /// <summary>The same with an adapter; its gradients are under its names, beside those of the weights.</summary>
    public static Result Run(StudentWeights weights, AdapterSet adapter, PackedBatch batch, ulong dropoutKey, double divisor)
    {
        StudentConfig config = weights.Config;
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> named = weights.ToTensors().ToDictionary(
            part => part.Name, part => tensor(part.Values.ToArray(), part.Shape).requires_grad_());
        foreach (ParameterSlot slot in adapter.Layout.Slots)
        {
            named[slot.Name] = tensor(adapter[slot].ToArray(), [.. slot.Shape.Select(size => (long)size)]).requires_grad_();
        }

        Tensor[] likelihoods = new Tensor[batch.LossRows.Length];
        for (int s = 0; s + 1 < batch.Starts.Length; s++)
        {
            int start = batch.Starts[s], end = batch.Starts[s + 1];
            Tensor logits = Forward(config, named, batch.Ids[start..end], new Adapted(adapter, named, dropoutKey, start));
            for (int i = 0; i < batch.LossRows.Length; i++)
            {
                if (batch.LossRows[i] >= start && batch.LossRows[i] < end)
                {
                    likelihoods[i] = nn.functional.log_softmax(logits[batch.LossRows[i] - start], 0)[batch.Targets[i]];
                }
            }
        }

        Tensor sum = batch.Pairs.Count > 0 ? Preferences(batch, likelihoods) : likelihoods.Select((likelihood, i) => -batch.Weights[i] * likelihood).Aggregate((a, b) => a + b);
        (sum / divisor).sum().backward();
        return new Result(sum.sum().item<float>(), named.Where(pair => pair.Value.grad is not null).ToDictionary(pair => pair.Key, pair => pair.Value.grad!.cpu().data<float>().ToArray()));
    }

    private static Tensor Preferences(PackedBatch batch, Tensor[] likelihoods)
    {
        Tensor sum = zeros(1);
        foreach (PackedPair pair in batch.Pairs)
        {
            Tensor chosen = stack(likelihoods[pair.Chosen..pair.Rejected]).sum(), rejected = stack(likelihoods[pair.Rejected..pair.End]).sum();
            sum -= pair.Weight * nn.functional.logsigmoid(pair.Beta * (chosen - rejected - pair.ReferenceMargin));
        }

        return sum;
    }

    private static Tensor Forward(StudentConfig config, Dictionary<string, Tensor> w, int[] ids, Adapted adapted)
    {
        int length = ids.Length, d = config.HeadDimension;
        Tensor x = w["model.embed_tokens.weight"][tensor(ids.Select(id => (long)id).ToArray())];
        Tensor frequencies = Frequencies(config);
        Tensor angles = outer(arange(length, float32), frequencies);
        Tensor cosine = cat([angles, angles], 1).cos(), sine = cat([angles, angles], 1).sin();
        Tensor Rotate(Tensor t) => (t * cosine) + (cat([-t.narrow(-1, d / 2, d / 2), t.narrow(-1, 0, d / 2)], -1) * sine);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            string prefix = $"model.layers.{layer}.";
            Tensor Project(Tensor t, string name) => t.matmul(w[prefix + name + ".weight"].t()) + adapted.Of(layer, name, t) + (w.TryGetValue(prefix + name + ".bias", out Tensor? bias) ? bias : zeros(1));
            Tensor HeadNorm(Tensor t, string name) => w.TryGetValue(prefix + name + ".weight", out Tensor? gain) ? Norm(t, gain, config) : t;
            Tensor Heads(Tensor t, int heads) => t.view(length, heads, d).transpose(0, 1);
            Tensor h = Norm(x, w[prefix + "input_layernorm.weight"], config);
            Tensor q = Rotate(HeadNorm(Heads(Project(h, "self_attn.q_proj"), config.Heads), "self_attn.q_norm"));
            Tensor k = Rotate(HeadNorm(Heads(Project(h, "self_attn.k_proj"), config.KeyValueHeads), "self_attn.k_norm")).repeat_interleave(config.Heads / config.KeyValueHeads, 0);
            Tensor v = Heads(Project(h, "self_attn.v_proj"), config.KeyValueHeads).repeat_interleave(config.Heads / config.KeyValueHeads, 0);
            Tensor mask = full(length, length, double.NegativeInfinity, float32).triu(1);
            Tensor attended = ((q.matmul(k.transpose(1, 2)) / Math.Sqrt(d)) + mask).softmax(-1).matmul(v);
            x = x + Project(attended.transpose(0, 1).reshape(length, config.Heads * d), "self_attn.o_proj");
            h = Norm(x, w[prefix + "post_attention_layernorm.weight"], config);
            x = x + Project(nn.functional.silu(Project(h, "mlp.gate_proj")) * Project(h, "mlp.up_proj"), "mlp.down_proj");
        }

        return Norm(x, w["model.norm.weight"], config).matmul(w[config.TieOutput ? "model.embed_tokens.weight" : "lm_head.weight"].t());
    }

    // As transformers computes them: by wave length.
    private static Tensor Frequencies(StudentConfig config)
    {
        Tensor plain = pow(config.RopeTheta, -arange(0, config.HeadDimension, 2, float32) / config.HeadDimension);
        switch (config.RopeScaling)
        {
            case RopeScaling.Linear linear:
                return plain / linear.Factor;
            case RopeScaling.Llama3 llama:
                Tensor waves = 2 * Math.PI / plain;
                double longest = llama.OriginalContextLength / llama.LowFrequencyFactor, shortest = llama.OriginalContextLength / llama.HighFrequencyFactor;
                Tensor slowed = where(waves > longest, plain / llama.Factor, plain);
                Tensor smooth = ((llama.OriginalContextLength / waves) - llama.LowFrequencyFactor) / (llama.HighFrequencyFactor - llama.LowFrequencyFactor);
                Tensor blended = ((1 - smooth) * slowed / llama.Factor) + (smooth * slowed);
                return where((waves >= shortest).logical_and(waves <= longest), blended, slowed);
            default:
                return plain;
        }
    }

    private static Tensor Norm(Tensor x, Tensor gain, StudentConfig config) =>
        x * rsqrt(x.pow(2).mean([-1L], keepdim: true) + config.NormEpsilon) * gain;

    private sealed unsafe record Adapted(AdapterSet Adapter, Dictionary<string, Tensor> Named, ulong DropoutKey, int FirstRow)
    {
        public Tensor Of(int layer, string name, Tensor x)
        {
            string prefix = $"base_model.model.model.layers.{layer}.{name}.";
            return Named.TryGetValue(prefix + "lora_A.weight", out Tensor? a)
                ? Adapter.Shape.Scale * (x * Mask(layer, name, x)).matmul(a.t()).matmul(Named[prefix + "lora_B.weight"].t())
                : zeros(1);
        }

        // What the pass leaves out is a function of place; that it is about the right share is another test's.
        private Tensor Mask(int layer, string name, Tensor x)
        {
            Projection projection = Enum.GetValues<Projection>().Single(value => BlockProducts.NameOf(value) == name);
            int rows = (int)x.shape[0], width = (int)x.shape[1];
            float[] ones = [.. Enumerable.Repeat(1f, rows * width)], mask = new float[ones.Length];
            if (Adapter.Shape.Dropout == 0)
            {
                return tensor(ones, x.shape);
            }

            ulong key = Dropout.KeyOf(DropoutKey, ((ulong)layer * 4) + (ulong)BlockProducts.Of(projection));
            fixed (float* source = ones, target = mask)
            {
                Dropout.Apply(source, target, rows, width, FirstRow, key, Adapter.Shape.Dropout);
            }

            return tensor(mask, x.shape);
        }
    }
}
