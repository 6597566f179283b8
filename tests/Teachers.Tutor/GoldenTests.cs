using System.Security.Cryptography;
using System.Text;

namespace Tapir.Teachers.Tutor.Tests;

/// <summary>What a seed writes is part of every cached result. A digest that differs means that behaviour changed: raise the version of the
/// durable functions that call the tutor, then write the new digest here.</summary>
[TestClass]
public sealed class GoldenTests
{
    [TestMethod]
    [DataRow("reasoning.boolean", "8b06e17cf803c1cc")]
    [DataRow("commonsense.clock", "cd570958894888f3")]
    [DataRow("computing.count", "c1fa62fe4b6e5ca7")]
    [DataRow("multilingual.words", "5a869544c2e02216")]
    [DataRow("math.difference", "7908815d84b06574")]
    [DataRow("writing.edit", "3a88c4307c5ad738")]
    [DataRow("format.json", "0131130174c44626")]
    [DataRow("math.largest", "8d197439dbe644bc")]
    [DataRow("format.list", "83dfbd908c58fa59")]
    [DataRow("reasoning.order", "b552efa996560ab5")]
    [DataRow("paraphrase.passive", "d80b769ad02cac28")]
    [DataRow("grammar.past", "afaa094bd1fbf498")]
    [DataRow("grammar.plural", "11c218ee8f913828")]
    [DataRow("math.product", "9a94fbd881bc04f2")]
    [DataRow("code.program", "82197a91042012a6")]
    [DataRow("counterfactual.names", "7678bcd2aff2aa1b")]
    [DataRow("code.repair", "109fdfef77048b1a")]
    [DataRow("reasoning.sequence", "b7684161b3d13fcc")]
    [DataRow("economy.shopping", "814b473e3e441490")]
    [DataRow("computing.sort", "3eb90b6b351d6fba")]
    [DataRow("math.story", "e391034fc119b4fc")]
    [DataRow("math.sum", "a03c317fecfde54c")]
    [DataRow("reasoning.syllogism", "817d6b66fe64c53a")]
    [DataRow("code.trace", "b48877e72eb8a479")]
    [DataRow("physics.units", "ddfcf011d75a8d05")]
    [DataRow("commonsense.weekday", "f34877315d9874e0")]
    public void WriteExamples_OfAFamily_AreTheSameAsEver(string family, string digest)
    {
        TutorCell[] cells = [.. Enumerable.Range(1, TutorFamily.Levels).Select(level => new TutorCell(family, level, 8))];
        string text = string.Join('\n', EmbeddedTutor.WriteExamples(2026, cells).Select(e => $"{e.Id}\t{e.Instruction}\t{e.Response}"));

        string actual = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 8));

        Assert.AreEqual(digest, actual, family);
    }

    [TestMethod]
    public void WriteExamples_EveryFamily_HasItsDigest() => Assert.HasCount(
        typeof(GoldenTests).GetMethod(nameof(WriteExamples_OfAFamily_AreTheSameAsEver))!.GetCustomAttributes(typeof(DataRowAttribute), false).Length,
        EmbeddedTutor.Families);
}
