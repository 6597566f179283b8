namespace Tapir.Curriculum.Assembly;

/// <summary>Weights of a hard example and of any other. Over the tokens of the set their mean is 1.</summary>
/// <param name="Hard">0 or more.</param>
/// <param name="Other">0 or more.</param>
internal readonly record struct ShareWeights(double Hard, double Other)
{
    public static ShareWeights None => new(1, 1);

    /// <summary>α/|H| and (1-α)/|E| (the paper's loss), |·| in response tokens and scaled to a mean of 1, so that the weighted share of hard
    /// tokens is exactly α; bounded by a largest weight.</summary>
    public static ShareWeights For(double hardShare, long hardTokens, long otherTokens, double maximum)
    {
        if (hardTokens == 0 || otherTokens == 0)
        {
            return None;
        }

        double all = hardTokens + otherTokens;
        double hard = hardShare * all / hardTokens;
        double other = (1 - hardShare) * all / otherTokens;
        if (hard > maximum)
        {
            return new ShareWeights(maximum, (all - (maximum * hardTokens)) / otherTokens);
        }

        return other > maximum ? new ShareWeights((all - (maximum * otherTokens)) / hardTokens, maximum) : new ShareWeights(hard, other);
    }
}
