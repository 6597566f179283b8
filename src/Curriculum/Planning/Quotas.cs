using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Planning;

/// <summary>Step 3d of the method: the task mix and the round's size as a quota per label.</summary>
public static class Quotas
{
    /// <summary>Quotas that sum to the size: largest remainder, ties by label name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is negative.</exception>
    public static QuotaPlan Of(TaskMix mix, int size) => Of(mix, size, _ => Apportionment.Unbounded);

    /// <summary>Quotas that no label's capacity is below. What a label cannot take goes to labels of the mix that have room, by their
    /// shares; what is wanted, planned and unmet stays visible per label, and what nobody can take is counted.</summary>
    /// <param name="mix">Only its labels get anything.</param>
    /// <param name="size">0 or more.</param>
    /// <param name="capacityOf">How many new examples a label can take, 0 or more; <see cref="int.MaxValue"/> for no bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size or a capacity is negative.</exception>
    public static QuotaPlan Of(TaskMix mix, int size, Func<TaskLabel, int> capacityOf)
    {
        ArgumentNullException.ThrowIfNull(mix);
        ArgumentNullException.ThrowIfNull(capacityOf);
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        TaskLabel[] labels = [.. mix.Labels];
        double[] shares = [.. labels.Select(mix.ShareOf)];
        int[] capacities = [.. labels.Select(label => Checked(label, capacityOf(label)))];
        int[] wanted = Apportionment.Divide(shares, [.. labels.Select(_ => Apportionment.Unbounded)], size);
        int[] planned = Apportionment.Divide(shares, capacities, size);
        LabelQuota[] quotas =
        [
            .. labels.Select((label, at) => new LabelQuota(label, wanted[at], planned[at], Reason(wanted[at], planned[at], capacities[at]))),
        ];
        return new QuotaPlan(quotas, size - planned.Sum());
    }

    private static int Checked(TaskLabel label, int capacity) => capacity >= 0
        ? capacity
        : throw new ArgumentOutOfRangeException(nameof(capacity), capacity, $"The capacity of {label} is negative.");

    private static string? Reason(int wanted, int planned, int capacity)
    {
        if (planned >= wanted)
        {
            return null;
        }

        return capacity == 0
            ? "the teacher cannot write this task"
            : $"the teacher can write at most {capacity} for this task";
    }
}
