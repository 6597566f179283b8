using Tapir.Models.Network;

namespace Tapir.Models.Checkpoints;

/// <summary>Whether a checkpoint's tensors are those of a config.</summary>
internal static class CheckpointFit
{
    /// <summary>Demands every tensor of the config in its shape, before memory is taken for them: then the weights are no larger than the file warrants.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or has another shape, or there are more values than one student can have.</exception>
    public static void Demand(StudentConfig config, ITensorSource source)
    {
        // Each block has tensors of its own, so a number of blocks beyond that of the tensors is a lie, and its layout would fill the memory.
        if (config.Layers > source.Names.Count)
        {
            throw new InvalidDataException($"{source.Source}: the config has {config.Layers} layers, the checkpoint {source.Names.Count} tensors.");
        }

        long count = 0;
        foreach (ParameterSlot slot in ParameterLayout.Of(config).Slots)
        {
            source.Require(slot.Name, slot.Shape);
            count += slot.Shape.Aggregate(1L, (product, size) => product * size);
        }

        if (count > Array.MaxLength)
        {
            throw new InvalidDataException($"{source.Source}: the checkpoint has {count} parameters; up to {Array.MaxLength} fit into a student.");
        }
    }

    /// <summary>Demands that the config uses every tensor: one that it leaves out (a bias, a norm of the heads) would make another model of it without a word.</summary>
    /// <exception cref="InvalidDataException">There is a tensor that the config has no place for.</exception>
    public static void DemandAllUsed(StudentConfig config, ITensorSource source)
    {
        HashSet<string> used = [.. ParameterLayout.Of(config).Slots.Select(slot => slot.Name)];
        foreach (string name in source.Names)
        {
            if (!used.Contains(name) && !IsDerived(name, config))
            {
                throw new InvalidDataException(
                    $"{source.Source}: the checkpoint has a tensor {name}, for which a model of its config has no place. Its architecture is not (quite) one that Tapir computes.");
            }
        }
    }

    // Old checkpoints carry the rotary frequencies, which follow from the config; some repeat a tied embedding.
    private static bool IsDerived(string name, StudentConfig config) =>
        name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal) || (config.TieOutput && name == "lm_head.weight");
}
