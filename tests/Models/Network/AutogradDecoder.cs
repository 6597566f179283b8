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
        StudentConfig config = weights.Config;
        using DisposeScope scope = NewDisposeScope();
        Dictionary<string, Tensor> named = weights.ToTensors().ToDictionary(
            part => part.Name, part => tensor(part.Values.ToArray(), part.Shape).requires_grad_());
        Tensor sum = zeros(1);
        for (int s = 0; s + 1 < batch.Starts.Length; s++)
        {
            int start = batch.Starts[s], end = batch.Starts[s + 1];
            Tensor logits = Forward(config, named, batch.Ids[start..end]);
            for (int i = 0; i < batch.LossRows.Length; i++)
            {
                if (batch.LossRows[i] >= start && batch.LossRows[i] < end)
                {
                    sum -= batch.Weights[i] * nn.functional.log_softmax(logits[batch.LossRows[i] - start], 0)[batch.Targets[i]];
                }
            }
        }

        (sum / divisor).sum().backward();
        return new Result(sum.sum().item<float>(), named.ToDictionary(pair => pair.Key, pair => pair.Value.grad!.cpu().data<float>().ToArray()));
    }

    private static Tensor Forward(StudentConfig config, Dictionary<string, Tensor> w, int[] ids)
    {
        int length = ids.Length, d = config.HeadDimension;
        Tensor x = w["model.embed_tokens.weight"][tensor(ids.Select(id => (long)id).ToArray())];
        Tensor frequencies = pow(config.RopeTheta, -arange(0, d, 2, float32) / d);
        Tensor angles = outer(arange(length, float32), frequencies);
        Tensor cosine = cat([angles, angles], 1).cos(), sine = cat([angles, angles], 1).sin();
        Tensor Rotate(Tensor t) => (t * cosine) + (cat([-t.narrow(-1, d / 2, d / 2), t.narrow(-1, 0, d / 2)], -1) * sine);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            string prefix = $"model.layers.{layer}.";
            Tensor Project(Tensor t, string name) => t.matmul(w[prefix + name + ".weight"].t());
            Tensor Heads(Tensor t, int heads) => t.view(length, heads, d).transpose(0, 1);
            Tensor h = Norm(x, w[prefix + "input_layernorm.weight"], config);
            Tensor q = Rotate(Heads(Project(h, "self_attn.q_proj"), config.Heads));
            Tensor k = Rotate(Heads(Project(h, "self_attn.k_proj"), config.KeyValueHeads)).repeat_interleave(config.Heads / config.KeyValueHeads, 0);
            Tensor v = Heads(Project(h, "self_attn.v_proj"), config.KeyValueHeads).repeat_interleave(config.Heads / config.KeyValueHeads, 0);
            Tensor mask = full(length, length, double.NegativeInfinity, float32).triu(1);
            Tensor attended = ((q.matmul(k.transpose(1, 2)) / Math.Sqrt(d)) + mask).softmax(-1).matmul(v);
            x = x + Project(attended.transpose(0, 1).reshape(length, config.Heads * d), "self_attn.o_proj");
            h = Norm(x, w[prefix + "post_attention_layernorm.weight"], config);
            x = x + Project(nn.functional.silu(Project(h, "mlp.gate_proj")) * Project(h, "mlp.up_proj"), "mlp.down_proj");
        }

        return Norm(x, w["model.norm.weight"], config).matmul(w[config.TieOutput ? "model.embed_tokens.weight" : "lm_head.weight"].t());
    }

    private static Tensor Norm(Tensor x, Tensor gain, StudentConfig config) =>
        x * rsqrt(x.pow(2).mean([-1L], keepdim: true) + config.NormEpsilon) * gain;
}
