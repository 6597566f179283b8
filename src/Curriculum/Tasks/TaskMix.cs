using System.Globalization;
using System.Text.Json.Serialization;

namespace Tapir.Curriculum.Tasks;

/// <summary>P(t): the target share of each task label. Shares are above 0 and at most 1, and sum to 1 within 1e-6; a label that is not
/// named has share 0. In JSON an object from label to share.</summary>
/// <remarks>Kept in the order of the labels' names, so that nothing downstream depends on the order it was written in.</remarks>
[JsonConverter(typeof(TaskMixJsonConverter))]
public sealed class TaskMix : IEquatable<TaskMix>
{
    /// <summary>How far from 1 the shares may sum.</summary>
    public const double Tolerance = 1e-6;

    private readonly SortedDictionary<TaskLabel, double> shares;

    /// <exception cref="ArgumentException">No labels; a label named twice; a share outside 0..1 or not a number; or the shares do
    /// not sum to 1 within <see cref="Tolerance"/>.</exception>
    public TaskMix(IEnumerable<KeyValuePair<TaskLabel, double>> shares)
    {
        ArgumentNullException.ThrowIfNull(shares);
        this.shares = [];
        double sum = 0;
        foreach ((TaskLabel label, double share) in shares)
        {
            if (!(share >= 0 && share <= 1))
            {
                throw new ArgumentException($"The task mix gives {label} the share {Text(share)}; a share lies between 0 and 1.", nameof(shares));
            }

            if (!this.shares.TryAdd(label, share))
            {
                throw new ArgumentException($"The task mix names {label} twice; name each label once.", nameof(shares));
            }
        }

        foreach (double share in this.shares.Values)
        {
            sum += share;
        }

        if (this.shares.Count == 0)
        {
            throw new ArgumentException("The task mix is empty; name at least one task label.", nameof(shares));
        }

        if (Math.Abs(sum - 1) > Tolerance)
        {
            throw new ArgumentException($"The shares of the task mix sum to {Text(sum)}, not to 1; correct them.", nameof(shares));
        }

        foreach (TaskLabel empty in this.shares.Where(pair => pair.Value == 0).Select(pair => pair.Key).ToList())
        {
            this.shares.Remove(empty);
        }
    }

    /// <summary>The authors' target shares over <see cref="TaskLabels.All"/> (their released resampler).</summary>
    public static TaskMix Paper { get; } = new(TaskLabels.All.Select(label => KeyValuePair.Create(label, PaperShare(label))));

    /// <summary>The labels with a share above 0, in the order of their names.</summary>
    public IReadOnlyCollection<TaskLabel> Labels => shares.Keys;

    /// <summary>Every label with its share, in the order of the labels' names.</summary>
    public IEnumerable<KeyValuePair<TaskLabel, double>> Shares => shares;

    /// <summary>The same share for each label.</summary>
    /// <exception cref="ArgumentException">No labels.</exception>
    public static TaskMix Uniform(IEnumerable<TaskLabel> labels)
    {
        TaskLabel[] distinct = [.. labels.Distinct()];
        return new TaskMix(distinct.Select(label => KeyValuePair.Create(label, 1.0 / distinct.Length)));
    }

    public double ShareOf(TaskLabel label) => shares.GetValueOrDefault(label);

    public bool Equals(TaskMix? other) => other is not null && shares.SequenceEqual(other.shares);

    public override bool Equals(object? obj) => Equals(obj as TaskMix);

    public override int GetHashCode() => shares.Aggregate(0, (hash, pair) => HashCode.Combine(hash, pair.Key, pair.Value));

    private static double PaperShare(TaskLabel label)
    {
        if (label == TaskLabels.Math || label == TaskLabels.Reasoning)
        {
            return 0.167;
        }

        if (label == TaskLabels.CodeGeneration || label == TaskLabels.CodeDebug)
        {
            return 0.083;
        }

        return label == TaskLabels.Others ? 0.041 : 0.017;
    }

    private static string Text(double number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
