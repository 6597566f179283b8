using Tapir.Models.Network;

namespace Tapir.Models.Training;

/// <summary>What every step of a training sees, worked out before it begins: so the learning rate knows the last step, and a resumed slice the next.</summary>
/// <remarks>Each epoch is shuffled anew from the seed; steps fill up to the token limit in that order, across epochs. Sequences are packed, not padded, so
/// nothing is gained by sorting them by length.</remarks>
internal sealed record TrainingPlan(IReadOnlyList<PlannedStep> Steps)
{
    public long Tokens => Steps.Count == 0 ? 0 : Steps[^1].TokensAfter;

    public static TrainingPlan Of(IReadOnlyList<int> lengths, TrainingOptions options)
    {
        List<PlannedStep> steps = [];
        List<PlannedRow> rows = [];
        long budget = options.TokenBudget ?? long.MaxValue, tokens = 0;
        int inStep = 0, epoch = 0, position = 0;
        void Close()
        {
            if (rows.Count > 0)
            {
                steps.Add(new PlannedStep(rows, tokens, epoch, position));
                (rows, inStep) = ([], 0);
            }
        }

        for (; epoch < options.Epochs && tokens < budget; epoch++)
        {
            int[] order = Shuffled(lengths.Count, options.Seed, epoch);
            for (position = 0; position < order.Length && tokens < budget; position++)
            {
                int length = (int)Math.Min(lengths[order[position]], budget - tokens);
                if (inStep + length > options.BatchTokens)
                {
                    Close();
                }

                rows.Add(new PlannedRow(order[position], length));
                inStep += length;
                tokens += length;
            }
        }

        Close();
        return new TrainingPlan(steps);
    }

    private static int[] Shuffled(int count, ulong seed, int epoch)
    {
        RandomStream random = RandomStream.For(seed, (ulong)epoch + 1);
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = random.NextBelow(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }

        return order;
    }
}
