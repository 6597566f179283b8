namespace Tapir.Teachers.Tutor;

/// <summary>What may differ between two spellings of one final answer.</summary>
internal enum AnswerForm
{
    /// <summary>Upper and lower case, runs of white space and a closing full stop do not matter.</summary>
    Words,

    /// <summary>Upper and lower case matter, as does a full stop at the end; runs of white space do not.</summary>
    Text,

    /// <summary>Case matters, white space does not: code and JSON.</summary>
    Code,
}
