using CsCheck;
using Tapir.Curriculum.Planning;
using Tapir.Curriculum.Tasks;

namespace Tapir.Curriculum.Tests.Planning;

[TestClass]
public sealed class QuotasTests
{
    private static readonly Gen<TaskMix> AnyMix = Gen.Int[1, 1000].Array[1, 12].Select(parts =>
    {
        double sum = parts.Sum();
        return new TaskMix(parts.Select((part, at) => KeyValuePair.Create(new TaskLabel($"label {at:00}"), part / sum)));
    });

    [TestMethod]
    public void Of_ThePapersMix_Gives1000AsTheTableSays()
    {
        QuotaPlan plan = Quotas.Of(TaskMix.Paper, 1000);

        Assert.AreEqual(167, QuotaOf(plan, TaskLabels.Math).Planned);
        Assert.AreEqual(41, QuotaOf(plan, TaskLabels.Others).Planned);
        Assert.AreEqual(27, plan.Labels.Count(quota => quota.Wanted == 17));
    }

    [TestMethod]
    public void Of_AnyMixAndSize_SumsToTheSize()
    {
        Gen.Select(AnyMix, Gen.Int[0, 5000]).Sample((mix, size) =>
        {
            QuotaPlan plan = Quotas.Of(mix, size);
            return plan.Planned == size && plan.Unplanned == 0 && plan.Labels.Sum(quota => quota.Wanted) == size && plan.Labels.All(quota => quota.Unmet == 0);
        });
    }

    [TestMethod]
    public void Of_AnyMixAndSize_IsWithinOneOfTheExactShare()
    {
        Gen.Select(AnyMix, Gen.Int[0, 5000]).Sample((mix, size) =>
            Quotas.Of(mix, size).Labels.All(quota => Math.Abs(quota.Wanted - (size * mix.ShareOf(quota.Task))) < 1 + 1e-6));
    }

    [TestMethod]
    public void Of_AnyCapacities_LosesNothing()
    {
        Gen.Select(AnyMix, Gen.Int[0, 500], Gen.Int[0, 100].Array[12]).Sample((mix, size, capacities) =>
        {
            TaskLabel[] labels = [.. mix.Labels];
            int CapacityOf(TaskLabel label) => capacities[Array.IndexOf(labels, label)];
            QuotaPlan plan = Quotas.Of(mix, size, CapacityOf);
            int room = labels.Sum(CapacityOf);
            return plan.Planned == Math.Min(size, room)
                && plan.Planned + plan.Unplanned == size
                && plan.Labels.Sum(quota => quota.Wanted) == size
                && plan.Labels.All(quota => quota.Planned <= CapacityOf(quota.Task) && (quota.Unmet > 0) == (quota.UnmetReason is not null));
        });
    }

    [TestMethod]
    public void Of_AnotherOrderOfTheMix_GivesTheSame()
    {
        Gen.Select(AnyMix, Gen.Int[0, 500]).Sample((mix, size) =>
            Quotas.Of(mix, size).Labels.SequenceEqual(Quotas.Of(new TaskMix(mix.Shares.Reverse()), size).Labels));
    }

    [TestMethod]
    public void Of_EqualRemainders_ServesTheEarlierName()
    {
        QuotaPlan plan = Quotas.Of(TaskMix.Uniform([TaskLabels.Writing, TaskLabels.Art, TaskLabels.Law]), 4);

        Assert.AreEqual(2, QuotaOf(plan, TaskLabels.Art).Planned);
    }

    [TestMethod]
    public void Of_LabelWithoutCapacity_GivesItsPartToTheOthersAndSaysWhy()
    {
        TaskMix mix = TaskMix.Uniform([TaskLabels.Art, TaskLabels.Law]);

        QuotaPlan plan = Quotas.Of(mix, 10, label => label == TaskLabels.Art ? 0 : int.MaxValue);

        Assert.AreEqual(new LabelQuota(TaskLabels.Art, 5, 0, "the teacher cannot write this task"), QuotaOf(plan, TaskLabels.Art));
        Assert.AreEqual(10, QuotaOf(plan, TaskLabels.Law).Planned);
    }

    private static LabelQuota QuotaOf(QuotaPlan plan, TaskLabel label) => plan.Labels.Single(quota => quota.Task == label);
}
