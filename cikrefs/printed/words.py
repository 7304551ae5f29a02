"""Words that tell the parts of a reference apart: in journals' names, publishers' names, groups.

Abbreviations are those of ISO 4 (the List of Title Word Abbreviations, https://www.issn.org/ltwa)
that occur most; all words in small letters and without stops.
"""

from __future__ import annotations

ABBREVIATIONS = frozenset(
    """
    abstr acad acc agri cell nanosci acoust acta adm adv aeronaut aesthet afr agr agric agron allerg
    am amer anaesth anal anat anesth angew anim ann annu antimicrob anthropol appl aquac aquat arab
    arch artif arthritis asian assoc astron astronaut astrophys atmos aust austr autom bacteriol
    behav beih ber bibl bioanal biochem biochim bioeng biogeochem biogeogr biogeosci bioinform biol
    biomater biomech biomed biomol bioorg biophys bioresour biosci biosyst biotech biotechnol bot br
    bras brit bul bull bur calif can cardiol cardiovasc catal cem ceram chem chemother chim chin
    chir chromatogr chron circ civ clim clin climatol cogn collect colloid combust comm commun comp
    compos comput concr condens conf congr conserv constr contam contemp contrib cosmochim crit
    cryst crystallogr curr cybern cytogenet cytol cytom dairy decis def deliv dent dermatol dev
    develop diabet diagn diffr dig dis discov discuss disord distrib doc dyn ecol econ econom
    ecosyst ecotoxicol ed educ electr electroanal electrochem electrochim electron elem embryol
    emerg endocr endocrinol endosc energ eng engin engl engrg ent entomol environ enzymol epidemiol
    ergon estuar ethnopharmacol ethol eur evol exp expl expr extrem fac farm fed ferment fert fertil
    fibrin financ fis fluor fluoresc folia found freshw front fuel funct fundam fusion gastroenterol
    gastrointest gaz gen genet genom geochem geochim geogr geol geom geomorphol geophys geosci
    geotech geriatr gerontol ges glob gov grav gynaecol gynecol haematol handb hell hematol hepatol
    herb herpetol heterocycl hist histochem histol histopathol hum hydrobiol hydrogeol hydrol hyg
    hypertens ichthyol imag immun immunol immunother ind indian inf infect inform inorg inst instrum
    integr intell int internat interdiscip interpret invertebr invest ion isr ist ital jpn jap japan
    j lab lancet lang laryngol laser lect lett leuk libr limnol linn lipid lit logist lond luminesc
    lung mach macromol magn mag mamm manag manage mar mater math matem meas mech med medchem mem
    metab metall metallogr met meteorol method methodol metrol mex micr microb microbiol
    microelectron microsc microw mikrobiol mil min mineral mitt mod model mol monatsh monogr morphol
    multidiscip mus mutagen mutat mycol nachr nanobiotechnol nanotechnol nat natl natur naturwiss
    nav neotrop nephrol netw neural neurobiol neuroendocrinol neurol neurophysiol neuropathol
    neuropharmacol neuropsychol neuropsychopharmacol neurosci neurosurg nouv nucl numer nurs nutr
    obes obs obstet occup ocean oceanogr odontol oecol oncol ont oper ophthalmol opin opt oral
    orthod organ organomet ornithol orthop otolaryngol paediatr palaeontol paleontol palynol parasit
    parasitol pathobiol pathol pediatr peptid perform perinatol periodontol persp perspect pest
    petrol pharm pharmaceut pharmacogenet pharmacogenom pharmacokinet pharmacol phil philos
    photobiol photochem photogramm photon phycol phylogenet phys physic physik physiol phytochem
    phytopathol pl planet plast plasm polit pollut polym popul pract pregl prep presse prev prim
    probab probl proc process prod prof prog progr prolif prostagl prosthet prot protect protistol
    psych psychiatr psychiatry psychobiol psychol psychonom psychopharmacol psychopathol psychosom
    publ pulm qual quant quart quatern radiat radioanal radiobiol radiol radiother rec reg rehabil
    relat relativ reliab remot ren rend rep repr reprod res resour resp respir resuscit rev
    rheumatol rheol robot rom roum roy russ saf samml sat scand sch schweiz sci sect sediment seism
    seismol sel semicond semin sens ser serol serv silic simul singap skr sleep soc sociobiol sociol
    softw solut sov spectrom spectrosc spectr st stand stat statist stereotact steroid stomatol stor
    strateg strahlenther strat stroke struct stud subst suppl surf surg surv sust sustain symb symp
    synth syst tech technol telecommun telemed teratol terr tert theol theor ther thermochim
    thermodyn thermophys thorac thromb thromboembol tidsskr tijdschr toksikol topogr toxicol tr
    traffic trans transfus transl transm transp transplant traumatol trib tribol trop tuberc tumor
    turk ultramicrosc ultrasound ultrason univ urban urol usp utiliz vac vacuum vasc veg ver verh
    versl vet virol vis vol volcanol vop vyssh wiss wld wochenschr xenobiot top interact mon yearb
    zesz zh zhur zool zoolog zpravy ztschr zuchtungskd
    """.split()
)
"""Abbreviated words of journals' names."""

JOURNAL_WORDS = ABBREVIATIONS | frozenset(
    """
    academy acids acs acm advances aging agriculture aids ajnr american aip analysis analyst annals
    annual apl applied archaeology archives argumentation arxiv association astronomy astrophysics
    bba behavior behaviour biochemistry bioinformatics biology biomaterials biometals biometrics
    biometrika biophysics biorxiv bjog blood bmc bmj bone botany brain brazilian british bulletin
    bmj canadian cancer carbohydrate carbon cardiology cell cells cellular chaos chemical chemistry
    chemmedchem chemsuschem chest children chinese circulation clinical clinics cognition
    communications computational computer computers computing copeia cortex critical crop current
    cytometry cytotherapy desalination development diabetes diabetologia discussions disease
    diseases dna ecological ecology economic economics ecography education ejc elife elsevier embo
    endocrine endocrinology energy engineering environment environmental enzyme epidemiology
    epilepsia ethics european evolution evolutionary experimental experientia expert express faseb
    febs fems food forest frontiers fuel gait gastroenterology gene genes genetica genetical
    genetics genome genomics geochemistry geology geoderma geophysical geophysics gerontologist gut
    health heart heredity hippocampus history human hydrology iberian icarus icassp ices ieee
    immunity immunology inflammation information inorganica interface intelligence international iop
    isis isme issues jacs jama jasa jbc jcap jetp jhep jmb jnci joint journal jpen knee langmuir
    laboratory landscape leukemia letters lipids lncs low magazine magnetic management materials
    mathematical mathematics mbio measurement mechanics medical medicine memory metabolism
    meteoritics methods microbiology midwifery mind mnras molecular molecules mycologia nano
    nanoscale nanotechnology national nature naturwissenschaften nejm network networks neural neuro
    neuroimage neurology neuron neuropsychologia neuroreport neuroscience neuroscientist new nuclear
    nucleic nursing nutrition obesity oikos oncogene oncoimmunology oncology oncotarget optics oral
    organic organization orthopaedics osteoporosis pain parasite parasitology pattern peerj
    pediatrics peptides perception perspectives pharmaceutical pharmaceutics pharmacology
    philosophical philosophy phycologia physica physical physics physiological physiology
    phytochemistry planta plant plos pnas policy political polymer polymers population powder
    practice prl proceedings procedia processes protein proteins proteomics psychiatry psychological
    psychology psychophysiology public quarterly radiology rapid reaction reactions regulation
    remote reports research review reviews revista revue rna royal science sciences scientific
    scientometrics sensing sensors series siam sleep social society sociology soil solar
    spectroscopy spine sport sports stem structure studies surgery surveys survey sustainability
    symposium synthesis synthetic systematic systems talanta taxon technology tectonophysics
    tetrahedron theory therapy thorax today toxicology transaction transactions transport trends
    urology vaccine vaccines virology virus viruses vision vitamins water weather wiley world
    zeitschrift zootaxa a&a apj aj apjs apjl usa uk lond amsterdam
    """.split()
)
"""Words of journals' names, abbreviated or not, and journals of one word."""

SMALL_WORDS = frozenset(
    """
    of the and for in on to at by from with a an & de la le les el los las des du del della dell di
    da do dos das das der die das und für fur zur im van het en et e y o ed och i per sur aux au
    part section
    """.split()
)
"""Words that stand in small letters inside any name."""

PUBLISHERS = frozenset(
    """
    press publisher publishers publishing publications publication verlag springer elsevier wiley
    sons routledge sage blackwell academic mcgraw hill mcgraw-hill pearson prentice addison
    addison-wesley kluwer birkhäuser birkhauser crc taylor francis cambridge oxford university mit
    humana plenum dekker thieme karger saunders mosby lippincott churchill macmillan palgrave
    penguin harper norton editora editorial ediciones éditions editions editores wadsworth freeman
    sinauer garland cengage brill gruyter mouton nova world scientific morgan kaufmann o'reilly
    usenix ed. eds. books book house imprint printing ltd inc gmbh verlagsgesellschaft association
    organization organisation ministry department bureau institute agency foundation council office
    government society unesco fao who oecd erlbaum knopf doubleday basic dover holt rinehart winston
    harcourt chapman butterworth butterworths heinemann pergamon interscience gordon breach benjamin
    north-holland reidel nijhoff guilford
    """.split()
)
"""Words of publishers' names."""

GROUPS = frozenset(
    """
    group groups consortium collaboration collaborators collaborative committee team society
    association organization organisation network project investigators agency institute institutes
    ministry department bureau council commission initiative foundation centre center centers
    centres university federation administration program programme taskforce force union office
    board academy college alliance coalition partnership panel registry survey trial study authority
    members inc ltd gmbh corporation corp company centro estudos ministério ministerio secretaria
    universidade universidad instituto fundação fundación conselho departamento organização
    organización associação asociación sociedade sociedad governo comissão comisión brasil coauthors
    who fao unesco unicef iupac iucn nih cdc fda ema esc aha nice oecd ipcc usda eurostat ibge
    """.split()
)
"""Words that make a name that of a group."""
