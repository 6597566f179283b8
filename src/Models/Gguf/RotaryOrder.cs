namespace Tapir.Models.Gguf;

/// <summary>The two orders in which a head's rows of q and k can lie: pairs side by side (rows 2i and 2i + 1 are turned together), or half a head apart (i and i + d/2).</summary>
internal static class RotaryOrder
{
    /// <summary>Where a row of the first order lies in the second, heads of <paramref name="headDimension"/> rows one after the other.</summary>
    public static int ToHalves(int row, int headDimension)
    {
        int inHead = row % headDimension;
        return row - inHead + (inHead / 2) + (inHead % 2 * (headDimension / 2));
    }

    /// <summary>Whether the tensor's rows are turned at all.</summary>
    public static bool Concerns(string huggingFaceName) =>
        huggingFaceName.EndsWith("self_attn.q_proj.weight", StringComparison.Ordinal) || huggingFaceName.EndsWith("self_attn.k_proj.weight", StringComparison.Ordinal)
        || huggingFaceName.EndsWith("self_attn.q_proj.bias", StringComparison.Ordinal) || huggingFaceName.EndsWith("self_attn.k_proj.bias", StringComparison.Ordinal);
}
