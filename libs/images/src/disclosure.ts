const PACKET = (property: string) =>
  `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">${property}</rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;

/**
 * The XMP packet that marks a picture as made by a generative model, with the term of the IPTC. The EU AI Act asks for
 * such a mark (Article 50(2)); Meta reads it.
 */
export const MADE_BY_A_MODEL = PACKET(
  '<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia</Iptc4xmpExt:DigitalSourceType>',
);
